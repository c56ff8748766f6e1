using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Apache.Arrow;
using Apache.Arrow.Types;
using FashionSpark.Engines;
using Parquet;
using Parquet.Schema;
using ColumnMetaData = Parquet.Meta.ColumnMetaData;
using Encoding = Parquet.Meta.Encoding;
using PageType = Parquet.Meta.PageType;

namespace FashionSpark.Tables;

/// <summary>Reads the values of a Parquet leaf column and spreads them over the slots of an Arrow array.</summary>
internal static class LeafDecoder
{
    /// <summary>Tells from the definition levels (null = no level) which slots of the array have a value.</summary>
    public delegate bool[] Presence(int[]? definitions);

    /// <returns>Null where the file's type is not the wanted one.</returns>
    public static IArrowArray? Decode(
        ParquetRowGroupReader rowGroup, IArrowType type, DataField field, int slots, int[]? definitions, int[]? repetitions, Presence presence)
    {
        Reading reading = new(rowGroup, field, slots, definitions, repetitions, presence);
        Type clr = field.ClrType;
        return type switch
        {
            StringType when IsText(clr) => Text(type, reading),
            BinaryType when IsBytes(clr) => Bytes(type, reading),
            BooleanType when clr == typeof(bool) => Booleans(type, reading),
            Int8Type when clr == typeof(sbyte) => Fixed<sbyte, sbyte>(type, reading, value => value),
            Int16Type when clr == typeof(short) => Fixed<short, short>(type, reading, value => value),
            Int32Type when clr == typeof(int) => Fixed<int, int>(type, reading, value => value),
            Int64Type when clr == typeof(long) => Fixed<long, long>(type, reading, value => value),
            FloatType when clr == typeof(float) => Fixed<float, float>(type, reading, value => value),
            DoubleType when clr == typeof(double) => Fixed<double, double>(type, reading, value => value),
            Date32Type when clr == typeof(DateOnly) => Fixed<DateOnly, int>(type, reading, EpochTime.FromDate),
            TimestampType when clr == typeof(DateTime) => Fixed<DateTime, long>(type, reading, EpochTime.FromDateTime),
            Decimal128Type decimals when clr == typeof(decimal) => Decimals(decimals, reading),
            _ => null,
        };
    }

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    private static bool IsBytes(Type type) => type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>);

    private static IArrowArray Fixed<TParquet, TArrow>(IArrowType type, Reading reading, Func<TParquet, TArrow> convert)
        where TParquet : struct
        where TArrow : struct
    {
        using IMemoryOwner<TParquet> owner = reading.Read<TParquet>();
        ReadOnlySpan<TParquet> values = owner.Memory.Span;
        ReadOnlySpan<bool> present = reading.Present();
        byte[] bytes = new byte[present.Length * Unsafe.SizeOf<TArrow>()];
        Span<TArrow> slots = MemoryMarshal.Cast<byte, TArrow>(bytes.AsSpan());
        int next = 0;
        for (int i = 0; i < present.Length; i++)
        {
            if (present[i])
            {
                slots[i] = convert(values[next++]);
            }
        }

        ArrowBuffer validity = ArrowBuffers.Validity(present, out int nulls);
        return ArrowBuffers.Array(type, present.Length, nulls, validity, new ArrowBuffer(bytes));
    }

    private static IArrowArray Booleans(IArrowType type, Reading reading)
    {
        RefuseRunLengthBooleans(reading);
        using IMemoryOwner<bool> owner = reading.Read<bool>();
        ReadOnlySpan<bool> values = owner.Memory.Span;
        ReadOnlySpan<bool> present = reading.Present();
        bool[] slots = new bool[present.Length];
        int next = 0;
        for (int i = 0; i < present.Length; i++)
        {
            slots[i] = present[i] && values[next++];
        }

        ArrowBuffer validity = ArrowBuffers.Validity(present, out int nulls);
        return ArrowBuffers.Array(type, present.Length, nulls, validity, ArrowBuffers.Bits(slots));
    }

    /// <summary>Parquet.Net 6.1 reads run-length encoded booleans (pages V2) as all false, without an error.</summary>
    private static void RefuseRunLengthBooleans(Reading reading)
    {
        ColumnMetaData chunk = reading.RowGroup.GetMetadata(reading.Field)!.MetaData!;

        // Levels are run-length encoded too and are in the list of encodings; the statistics of pages tell values apart.
        bool runLength = chunk.EncodingStats is { Count: > 0 } pages
            ? pages.Any(page => page.PageType != PageType.DICTIONARY_PAGE && page.Encoding == Encoding.RLE)
            : !chunk.Encodings.Contains(Encoding.PLAIN);
        if (runLength)
        {
            throw new UnsupportedTableException(
                $"Column '{reading.Field.Name}' holds run-length encoded booleans (data pages V2), which are not read here; write the files with parquet.writer.version = v1, Spark's default.");
        }
    }

    private static IArrowArray Text(IArrowType type, Reading reading)
    {
        using IMemoryOwner<ReadOnlyMemory<char>> owner = reading.Read<ReadOnlyMemory<char>>();
        ReadOnlySpan<ReadOnlyMemory<char>> values = owner.Memory.Span;
        return Variable(
            type, reading.Present(), values, value => System.Text.Encoding.UTF8.GetByteCount(value.Span), (value, target) => System.Text.Encoding.UTF8.GetBytes(value.Span, target));
    }

    private static IArrowArray Bytes(IArrowType type, Reading reading)
    {
        using IMemoryOwner<ReadOnlyMemory<byte>> owner = reading.Read<ReadOnlyMemory<byte>>();
        ReadOnlySpan<ReadOnlyMemory<byte>> values = owner.Memory.Span;
        return Variable(type, reading.Present(), values, value => value.Length, (value, target) => value.Span.CopyTo(target));
    }

    private delegate void CopyValue<T>(T value, Span<byte> target);

    /// <summary>One contiguous buffer of values for the row group, of which batches are slices.</summary>
    private static IArrowArray Variable<T>(IArrowType type, ReadOnlySpan<bool> present, ReadOnlySpan<T> values, Func<T, int> size, CopyValue<T> copy)
    {
        int[] offsets = new int[present.Length + 1];
        int next = 0;
        long total = 0;
        for (int i = 0; i < present.Length; i++)
        {
            total += present[i] ? size(values[next++]) : 0;
            if (total > System.Array.MaxLength)
            {
                throw new UnsupportedTableException("A row group holds more than 2 GiB in one column; write the table with smaller row groups (parquet.block.size).");
            }

            offsets[i + 1] = (int)total;
        }

        byte[] data = new byte[total];
        next = 0;
        for (int i = 0; i < present.Length; i++)
        {
            if (present[i])
            {
                copy(values[next++], data.AsSpan(offsets[i], offsets[i + 1] - offsets[i]));
            }
        }

        ArrowBuffer validity = ArrowBuffers.Validity(present, out int nulls);
        return ArrowBuffers.Array(type, present.Length, nulls, validity, ArrowBuffers.Of<int>(offsets), new ArrowBuffer(data));
    }

    private static Decimal128Array Decimals(Decimal128Type type, Reading reading)
    {
        using IMemoryOwner<decimal> owner = reading.Read<decimal>();
        ReadOnlySpan<decimal> values = owner.Memory.Span;
        Decimal128Array.Builder builder = new(type);
        int next = 0;
        foreach (bool present in reading.Present())
        {
            _ = present ? builder.Append(values[next++]) : builder.AppendNull();
        }

        return builder.Build(ManagedAllocator.Instance);
    }

    /// <summary>One column chunk and the room for its levels.</summary>
    private sealed record Reading(
        ParquetRowGroupReader RowGroup, DataField Field, int Slots, int[]? Definitions, int[]? Repetitions, Presence Presence)
    {
        public bool[] Present() => Presence(Definitions);

        public IMemoryOwner<T> Read<T>()
            where T : struct
        {
            IMemoryOwner<T> values = MemoryPool<T>.Shared.Rent(Math.Max(Slots, 1));
            // A null array would silently become empty memory, not "no memory".
            Memory<int>? definitions = Definitions is null ? default(Memory<int>?) : Definitions.AsMemory();
            Memory<int>? repetitions = Repetitions is null ? default(Memory<int>?) : Repetitions.AsMemory();
            RowGroup.ReadRawAsync(Field, values.Memory, definitions, repetitions).AsTask().GetAwaiter().GetResult();
            return values;
        }
    }
}
