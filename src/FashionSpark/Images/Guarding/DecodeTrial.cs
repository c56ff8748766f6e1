using System.Diagnostics;

namespace FashionSpark.Images;

/// <summary>Decodes one picture in a process of its own, to see whether that process survives.</summary>
public sealed class DecodeTrial
{
    /// <summary>The first argument by which a program of ours knows that it is such a process; the second is a file.</summary>
    public const string Command = "decode-trial";

    /// <summary>Exit codes from here on say that a signal ended the process.</summary>
    private const int FirstSignal = 128;

    /// <summary>
    /// Exit codes of SIGHUP, SIGINT and SIGTERM, which a user or a scheduler sends, Ctrl-C to every process of the terminal: they
    /// say nothing of the picture. SIGKILL is what a system out of memory sends.
    /// </summary>
    private static readonly int[] Stopped = [FirstSignal + 1, FirstSignal + 2, FirstSignal + 15];

    /// <summary>Ten times what the largest picture that is let through takes; a decoder that is not done then never will be.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _program;
    private readonly IReadOnlyList<string> _arguments;

    /// <param name="program">A program that calls <see cref="Run"/> when its first argument is <see cref="Command"/>.</param>
    /// <param name="arguments">What it wants before that.</param>
    public DecodeTrial(string program, params IReadOnlyList<string> arguments)
    {
        _program = program;
        _arguments = arguments;
    }

    /// <summary>This very program, which may be run by the dotnet command.</summary>
    public static DecodeTrial OfThisProgram()
    {
        string program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? new DecodeTrial(program, Environment.GetCommandLineArgs()[0]) : new DecodeTrial(program);
    }

    /// <summary>The process's side: decodes the file in every way there is, and returns its exit code.</summary>
    public static int Run(string file, ImageDecoders decoders)
    {
        byte[] content = File.ReadAllBytes(file);
        foreach (int reduction in (int[])[1, 2, 4, 8])
        {
            try
            {
                using ImageBuffers buffers = ImageBuffers.Rent();
                using EncodedImage image = decoders.Open(content);
                image.Decode(reduction, buffers);
            }
            catch (ImageFormatException)
            {
                // Refusing a picture is what a decoder that works does.
            }
        }

        return 0;
    }

    /// <summary>False where the process was ended by a signal of its own doing, or had to be.</summary>
    public bool Survives(ReadOnlyMemory<byte> content)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, content.Span);
            using Process process = Process.Start(new ProcessStartInfo(_program, [.. _arguments, Command, file])
            {
                // A crash is told on the standard streams, which belong to others: protocols, results, progress.
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            process.OutputDataReceived += (_, _) => { };
            process.ErrorDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                return false;
            }

            return process.ExitCode < FirstSignal || Stopped.Contains(process.ExitCode);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
