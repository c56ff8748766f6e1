# Sourced by the launchers: finds the .NET SDK.

find_dotnet() {
    local candidate
    for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" \
        /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
        if [[ -x $candidate ]]; then
            echo "$candidate"
            return
        fi
    done
    echo "error: the .NET SDK 10 is needed and 'dotnet' was not found. Install the package dotnet-sdk-10.0 (how, for every" \
        "system: https://learn.microsoft.com/dotnet/core/install/linux), or put an installed one on PATH." >&2
    return 1
}

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
