using System.Globalization;
using System.Text;
using FashionSpark.Tables;

namespace FashionSpark.Torch.Training;

/// <summary>
/// The folder beside the model in which a training keeps its state: <c>training.json</c> says whose it is, and
/// <c>round-N.state</c> is the last whole round. It is removed once the model is written. An open checkpoint is locked.
/// </summary>
internal sealed class Checkpoint : IDisposable
{
    private const string IdentityName = "training.json";
    private readonly string _folder;
    private readonly FileStream _lock;

    private Checkpoint(string folder, FileStream @lock)
    {
        _folder = folder;
        _lock = @lock;
    }

    /// <summary>The newest whole state found when opened; null = start from the beginning.</summary>
    public TrainState? State { get; private set; }

    public static string FolderFor(string model) =>
        (model.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? model[..^".onnx".Length] : model) + ".checkpoint";

    /// <summary>True where a training of this identity was begun and not finished.</summary>
    public static bool Belongs(string folder, TrainIdentity identity) =>
        File.Exists(Path.Combine(folder, IdentityName))
        && identity.DifferencesFrom(File.ReadAllText(Path.Combine(folder, IdentityName))).Count == 0;

    /// <exception cref="TrainingException">It belongs to another training, or one is running there now.</exception>
    public static Checkpoint Open(string folder, TrainIdentity identity, bool overwrite)
    {
        Directory.CreateDirectory(folder);
        FileStream @lock;
        try
        {
            @lock = new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new TrainingException($"Another process is training into '{folder}' ({e.Message}). Wait for it, or choose another --out.", e);
        }

        try
        {
            Checkpoint checkpoint = new(folder, @lock);
            checkpoint.Load(identity, overwrite);
            return checkpoint;
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    private void Load(TrainIdentity identity, bool overwrite)
    {
        string identityPath = Path.Combine(_folder, IdentityName);
        if (File.Exists(identityPath))
        {
            IReadOnlyList<string> differences = identity.DifferencesFrom(File.ReadAllText(identityPath));
            if (differences.Count == 0)
            {
                State = StatesNewestFirst().Select(path => TrainState.TryParse(File.ReadAllBytes(path), out _)).FirstOrDefault(state => state is not null);
                return;
            }

            if (!overwrite)
            {
                throw new TrainingException(
                    $"'{_folder}' holds the checkpoint of another training ({string.Join("; ", differences)}). " +
                    "Train with the same options to go on with it, or with --overwrite to begin anew.");
            }
        }

        Clear();
        DurableFiles.Replace(identityPath, Encoding.UTF8.GetBytes(identity.ToJson()));
    }

    /// <summary>Writes a state and then removes the older ones; returns its path and hash.</summary>
    public (string Path, string Hash) Save(TrainState state)
    {
        (byte[] bytes, string hash) = state.ToBytes();

        // Epoch and step are part of the name: the state after a validation has the round of the one before.
        string path = Path.Combine(
            _folder, string.Create(CultureInfo.InvariantCulture, $"round-{state.Round:D7}-{state.Epoch:D5}.state"));
        DurableFiles.Replace(path, bytes);
        foreach (string older in StatesNewestFirst().Where(other => other != path))
        {
            File.Delete(older);
        }

        return (path, hash);
    }

    /// <summary>Removes the folder: the model is written.</summary>
    public void Remove()
    {
        _lock.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IEnumerable<string> StatesNewestFirst() =>
        Directory.EnumerateFiles(_folder, "round-*.state").OrderDescending(StringComparer.Ordinal);

    private void Clear()
    {
        foreach (string file in Directory.EnumerateFiles(_folder).Where(file => Path.GetFileName(file) != "lock"))
        {
            File.Delete(file);
        }
    }

    public void Dispose() => _lock.Dispose();
}
