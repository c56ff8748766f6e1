namespace FashionSpark.Tables;

/// <summary>
/// Copies a struct of Thrift's compact protocol and leaves out one field, named by the ids on the way to it (lists are
/// passed through). See the Thrift compact protocol specification, "Struct encoding".
/// </summary>
internal sealed class ThriftCopier
{
    private readonly byte[] _source;
    private readonly int[] _leftOut;
    private readonly List<byte> _target;
    private readonly Stack<int> _path = new();
    private int _position;
    private bool _silent;

    private ThriftCopier(byte[] source, int[] leftOut)
    {
        _source = source;
        _leftOut = leftOut;
        _target = new List<byte>(source.Length);
    }

    public static byte[] Without(byte[] source, params int[] fieldPath)
    {
        ThriftCopier copier = new(source, fieldPath);
        copier.CopyStruct();
        return [.. copier._target];
    }

    private void CopyStruct()
    {
        int readId = 0;
        int writtenId = 0;
        for (byte header = _source[_position++]; header != 0; header = _source[_position++])
        {
            // Short form: difference of the ids in the high half; 0 = the id follows as a zigzag number.
            int type = header & 0x0F;
            readId = header >> 4 != 0 ? readId + (header >> 4) : UnZigZag(ReadVarint());
            _path.Push(readId);
            bool silent = _silent;
            _silent |= _path.Count == _leftOut.Length && _path.Reverse().SequenceEqual(_leftOut);
            if (!_silent)
            {
                WriteFieldHeader(type, readId, readId - writtenId);
                writtenId = readId;
            }

            CopyValue(type, inStruct: true);
            _silent = silent;
            _path.Pop();
        }

        Put(0);
    }

    private void WriteFieldHeader(int type, int id, int difference)
    {
        if (difference is > 0 and <= 15)
        {
            Put((byte)((difference << 4) | type));
        }
        else
        {
            Put((byte)type);
            PutVarint((ulong)((id << 1) ^ (id >> 31)));
        }
    }

    private void CopyValue(int type, bool inStruct)
    {
        switch (type)
        {
            case 1 or 2: // A boolean is in the field's header; in a list it is a byte.
                CopyBytes(inStruct ? 0 : 1);
                break;
            case 3:
                CopyBytes(1);
                break;
            case 4 or 5 or 6: // i16, i32, i64
                PutVarint(ReadVarint());
                break;
            case 7: // double
                CopyBytes(8);
                break;
            case 8: // binary
                ulong length = ReadVarint();
                PutVarint(length);
                CopyBytes(checked((int)length));
                break;
            case 9 or 10:
                CopyList();
                break;
            case 12:
                CopyStruct();
                break;
            default:
                throw new InvalidDataException($"Thrift type {type} is not part of a Parquet footer.");
        }
    }

    private void CopyList()
    {
        byte header = _source[_position++];
        Put(header);
        ulong count = (ulong)(header >> 4);
        if (count == 15)
        {
            count = ReadVarint();
            PutVarint(count);
        }

        for (ulong i = 0; i < count; i++)
        {
            CopyValue(header & 0x0F, inStruct: false);
        }
    }

    private void CopyBytes(int count)
    {
        if (!_silent)
        {
            _target.AddRange(_source.AsSpan(_position, count));
        }

        _position += count;
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = _source[_position++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }
    }

    private void PutVarint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Put((byte)(value | 0x80));
        }

        Put((byte)value);
    }

    private void Put(byte value)
    {
        if (!_silent)
        {
            _target.Add(value);
        }
    }

    private static int UnZigZag(ulong value) => (int)(value >> 1) ^ -(int)(value & 1);
}
