#include "admin-cli/commands/commands.hpp"

namespace greffe::cli {

void add_commands(CLI::App& app, invocation& run) {
    add_site(app, run);
    add_key(app, run);
    add_import(app, run);
    add_articles(app, run);
    add_thread(app, run);
    add_report(app, run);
    add_queue(app, run);
    add_case(app, run);
    add_rules(app, run);
    add_export(app, run);
}

} // namespace greffe::cli
