// greffe import …: its subcommands are files of their own.
#include "admin-cli/commands/commands.hpp"

#include <CLI/CLI.hpp>

namespace greffe::cli {

void add_import(CLI::App& app, invocation& run) {
    auto* import = app.add_subcommand("import", "Bring in articles and comments from files");
    import->require_subcommand(1);
    add_import_page(*import, run);
    add_import_ndjson(*import, run);
}

} // namespace greffe::cli
