using System.Collections.Concurrent;
using FashionSpark.Datasets;

namespace FashionSpark.Images;

/// <summary>
/// Keeps a picture that kills its decoder from taking every run down. What a process is decoding is noted in a journal; a later process
/// finds the journal of a dead one and tries each picture in it in a process of its own, once. One that kills that process too
/// is left out from then on, by name; one that does not was only there when another picture, or a user, ended the process.
/// </summary>
/// <remarks>Pictures are known by their content, so it does not matter which run, partition or task comes next.</remarks>
public sealed class DecodeGuard : IDisposable
{
    private const string SuspectExtension = ".suspect";
    private const string CrashedExtension = ".crashed";

    private readonly string _folder;
    private readonly Func<ReadOnlyMemory<byte>, bool> _survives;
    private readonly DecodeJournal _journal;
    private readonly Lock _trial = new();
    private readonly ConcurrentDictionary<string, bool> _suspects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _crashed = new(StringComparer.Ordinal);

    /// <param name="folder">Where all processes of this user and machine leave their notes; made where it is missing.</param>
    /// <param name="survives">Decodes a picture in another process, and says whether that process survived.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public DecodeGuard(string folder, Func<ReadOnlyMemory<byte>, bool> survives)
    {
        _folder = folder;
        _survives = survives;
        CreateFolder(folder);
        _journal = DecodeJournal.Create(folder);
        Refresh();
    }

    /// <summary>A folder of this user on this machine. Verdicts hold for one version of the decoders.</summary>
    public static string DefaultFolder { get; } = Path.Combine(
        Path.GetTempPath(), $"fashionspark-{Environment.UserName}", $"decoding-{typeof(SkiaSharp.SKCodec).Assembly.GetName().Version}");

    /// <summary>The guard of a program that answers to <see cref="DecodeTrial.Command"/>; null where it can leave no notes.</summary>
    public static DecodeGuard? OfThisProgram()
    {
        try
        {
            return new DecodeGuard(DefaultFolder, DecodeTrial.OfThisProgram().Survives);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Looks for what processes that died since have left.</summary>
    public void Refresh()
    {
        DecodeJournal.TakeDead(_folder, id => File.Create(Path.Combine(_folder, id + SuspectExtension)).Dispose());
        foreach (string path in Directory.EnumerateFiles(_folder))
        {
            ConcurrentDictionary<string, bool>? notes = Path.GetExtension(path) switch
            {
                SuspectExtension => _suspects,
                CrashedExtension => _crashed,
                _ => null,
            };
            notes?.TryAdd(Path.GetFileNameWithoutExtension(path), true);
        }
    }

    /// <summary>Notes that a picture is being decoded, until the mark is disposed.</summary>
    /// <exception cref="ImageFormatException">The picture killed its decoder before.</exception>
    public IDisposable Begin(ReadOnlyMemory<byte> content)
    {
        string id = ImageId.Compute(content.Span);
        if (_suspects.ContainsKey(id))
        {
            Try(id, content);
        }

        if (_crashed.ContainsKey(id))
        {
            throw new ImageFormatException(
                QuarantineReason.CrashedDecoder,
                $"The decoder crashed on this picture, and did so again in a process of its own. Once the decoder is mended, delete '{Path.Combine(_folder, id + CrashedExtension)}' to have it tried again.");
        }

        return new Mark(_journal, _journal.Enter(id));
    }

    public void Dispose() => _journal.Dispose();

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>One trial at a time: another thread may meet the same picture.</summary>
    private void Try(string id, ReadOnlyMemory<byte> content)
    {
        lock (_trial)
        {
            if (!_suspects.ContainsKey(id))
            {
                return;
            }

            if (!_survives(content))
            {
                File.Create(Path.Combine(_folder, id + CrashedExtension)).Dispose();
                _crashed.TryAdd(id, true);
            }

            File.Delete(Path.Combine(_folder, id + SuspectExtension));
            _suspects.TryRemove(id, out _);
        }
    }

    private sealed class Mark(DecodeJournal journal, int slot) : IDisposable
    {
        public void Dispose() => journal.Leave(slot);
    }
}
