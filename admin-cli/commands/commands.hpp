// Every command of the program, one file each. An add_… function puts the command on the parser and makes it
// set invocation::chosen; the parser and the invocation outlive the parsing.
#pragma once

namespace CLI {
class App;
}

namespace greffe::cli {

struct invocation;

void add_site(CLI::App& app, invocation& run);
void add_key(CLI::App& app, invocation& run);
void add_import(CLI::App& app, invocation& run);
void add_import_page(CLI::App& import, invocation& run);
void add_import_ndjson(CLI::App& import, invocation& run);
void add_articles(CLI::App& app, invocation& run);
void add_thread(CLI::App& app, invocation& run);
void add_report(CLI::App& app, invocation& run);
void add_queue(CLI::App& app, invocation& run);
void add_case(CLI::App& app, invocation& run);
void add_rules(CLI::App& app, invocation& run);
void add_rules_push(CLI::App& rules, invocation& run);
void add_rules_list(CLI::App& rules, invocation& run);
void add_rules_stats(CLI::App& rules, invocation& run);
void add_rules_backtest(CLI::App& rules, invocation& run);
void add_export(CLI::App& app, invocation& run);

/// All of the above, in the order of the help text.
void add_commands(CLI::App& app, invocation& run);

} // namespace greffe::cli
