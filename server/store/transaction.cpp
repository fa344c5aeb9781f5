#include "server/store/transaction.hpp"

#include "server/store/migration_gate.hpp"

#include <algorithm>
#include <atomic>

namespace greffe::store {

namespace {

std::atomic<query_observer> observer = nullptr;

// LOCAL, so that a pooled connection keeps nothing.
std::string local_settings(std::chrono::milliseconds statement_timeout) {
    return settings_of_a_transaction("SET LOCAL", statement_timeout);
}

/// The statement without its comments, the values in the place of its parameters, each quoted as the
/// connection quotes.
std::string with_values(const pqxx::connection& connection, std::string_view text,
                        const std::vector<sql_value>& values) {
    std::string out;
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        const auto code = line.substr(0, line.find("--"));
        for (std::size_t at = 0; at < code.size();) {
            if (code[at] != '$') {
                out += code[at++];
                continue;
            }
            std::size_t number = 0;
            for (++at; at < code.size() && code[at] >= '0' && code[at] <= '9'; ++at)
                number = number * 10 + static_cast<std::size_t>(code[at] - '0');
            const auto& value = values.at(number - 1);
            out += value ? quoted(connection, *value) : "NULL";
        }
        out += '\n';
    }
    return out;
}

std::unique_ptr<pqxx::dbtransaction> begin(pqxx::connection& connection, transaction::kind k) {
#if PQXX_VERSION_MAJOR >= 7
    if (k == transaction::kind::snapshot)
        return std::make_unique<
            pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::write_policy::read_only>>(
            connection);
#else
    if (k == transaction::kind::snapshot)
        return std::make_unique<
            pqxx::transaction<pqxx::isolation_level::repeatable_read, pqxx::readwrite_policy::read_only>>(
            connection);
#endif
    return std::make_unique<pqxx::work>(connection);
}

} // namespace

std::string settings_of_a_transaction(std::string_view set, std::chrono::milliseconds statement_timeout) {
    const auto ms = std::to_string(statement_timeout.count());
    const std::string settings[] = {"ROLE greffe_app",           "TimeZone = 'UTC'",
                                    "datestyle = 'ISO'",         "bytea_output = 'hex'",
                                    "statement_timeout = " + ms, "lock_timeout = " + ms};
    std::string text;
    for (const auto& setting : settings)
        text.append(text.empty() ? "" : "; ").append(set).append(" " + setting);
    return text;
}

void observe_queries(query_observer with) {
    observer = with;
}

transaction::transaction(pqxx::connection& connection, kind k, std::chrono::milliseconds statement_timeout)
    : work_(begin(connection, k)) {
    auto opening = local_settings(statement_timeout); // one round trip
    // A snapshot only reads, and may take as long as an export takes: what it reads, a migration waits for.
    if (k == kind::read_write) opening.append("; ").append(pass_the_gate());
    work_->exec(opening);
}

transaction::transaction(dedicated_connection& connection)
    : work_(begin(connection.get(), kind::read_write)), dedicated_(&connection) {
    work_->exec(connection.is_direct() ? pass_the_gate()
                                       : local_settings(std::chrono::seconds{10}) + "; " + pass_the_gate());
}

pqxx::result transaction::run(const sql::query& statement, const statement_values& values) {
    const auto begun = std::chrono::steady_clock::now();
    auto rows =
        dedicated_ ? dedicated_->exec(*work_, statement, values) : exec_once(*work_, statement.text, values);
    if (const auto told = observer.load()) told(statement, std::chrono::steady_clock::now() - begun);
    return rows;
}

pqxx::result read_at_once(pqxx::connection& connection, const sql::query& statement,
                          const std::vector<sql_value>& values) {
    // What is sent as one message is one transaction.
    const auto all = local_settings(std::chrono::seconds{10}) + "; " + pass_the_gate() + ";\n" +
                     with_values(connection, statement.text, values);
    const auto begun = std::chrono::steady_clock::now();
    pqxx::nontransaction work(connection);
    auto rows = work.exec(all);
    if (const auto told = observer.load()) told(statement, std::chrono::steady_clock::now() - begun);
    return rows;
}

void transaction::commit() {
    try {
        work_->commit();
    } catch (const pqxx::broken_connection& e) {
        throw pqxx::in_doubt_error(e.what());
    } catch (const pqxx::statement_completion_unknown& e) {
        throw pqxx::in_doubt_error(e.what());
    } catch (const pqxx::sql_error& e) {
        if (is_connection_loss(e)) throw pqxx::in_doubt_error(e.what());
        throw;
    }
}

} // namespace greffe::store
