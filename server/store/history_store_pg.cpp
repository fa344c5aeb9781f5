#include "server/store/history_store_pg.hpp"

#include "server/domain/role.hpp"
#include "server/store/connection_pool.hpp"
#include "server/store/sql_row.hpp"
#include "server/store/transaction.hpp"

#include <charconv>
#include <set>
#include <unordered_map>

namespace greffe::store {

namespace ports = service::ports;
using std::chrono::sys_seconds;

namespace {

constexpr std::chrono::minutes history_timeout{2};
constexpr std::size_t most_articles = 20'000; // remembered

/// Columns by their place: there are millions of rows.
std::string_view view(const pqxx::field& field) {
    return {field.c_str(), field.size()};
}
template <class Int>
Int number(const pqxx::field& field) {
    Int value{};
    const auto text = view(field);
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}
std::optional<sys_seconds> instant(const pqxx::field& field) {
    if (field.is_null()) return std::nullopt;
    return sys_seconds(std::chrono::seconds(number<std::int64_t>(field)));
}

std::string plans(bool any) {
    std::string settings;
    for (const char* each : {"enable_nestloop", "enable_hashjoin", "enable_bitmapscan"})
        settings += std::string("SET LOCAL ") + each + (any ? " TO DEFAULT; " : " = off; ");
    return settings;
}

struct text_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// Results that the views of a stretch look into.
struct kept_rows {
    pqxx::result texts, decisions, flags;
};

class history_reader_pg final : public ports::history_reader {
  public:
    history_reader_pg(const std::string& url, const ports::history_scope& scope)
        : scope_(scope), connection_(connect(url)) {}

    std::optional<ports::stretch_end> next_end(domain::comment_id after, int most) override {
        return translated([&]() -> std::optional<ports::stretch_end> {
            transaction tx(*connection_, transaction::kind::snapshot, history_timeout);
            const auto rows = tx.exec(sql::select_history_end, scope_.site, after, most);
            if (rows.empty()) return std::nullopt;
            const sql_row row(rows.at(0));
            return ports::stretch_end{row.id<domain::comment_id>("comment_id"),
                                      row.number<std::int64_t>("place")};
        });
    }

    const ports::history_stretch& read(domain::comment_id after, domain::comment_id to) override {
        stretch_.comments.clear();
        translated([&] {
            const auto rows = std::make_shared<kept_rows>();
            {
                transaction tx(*connection_, transaction::kind::snapshot, history_timeout);
                // Both tables are walked side by side. Before the first ANALYZE the planner believes that a
                // stretch is one row, and would compare every row with every other.
                tx.base().exec(plans(false));
                rows->texts = tx.exec(sql::select_history_texts, scope_.site, after, to, scope_.since,
                                      scope_.hash_at_most, scope_.with_authors, scope_.with_articles);
                tx.base().exec(plans(true));
                rows->decisions =
                    tx.exec(sql::select_history_decisions, scope_.site, after, to, domain::system_key);
                rows->flags = tx.exec(sql::select_history_flags, scope_.site, after, to);
                if (scope_.with_articles) know_articles(tx, rows->texts);
            }
            stretch_.keeps = rows;
            take_texts(rows->texts);
            take_decisions(rows->decisions);
            take_flags(rows->flags);
        });
        return stretch_;
    }

    void cancel() override {
        try {
            connection_->cancel_query();
        } catch (const std::exception&) {
            // It is gone, and what waited for it has failed.
        }
    }

  private:
    template <class F>
    auto translated(F&& work) -> decltype(work()) {
        try {
            return work();
        } catch (...) {
            rethrow_translated();
        }
    }

    void know_articles(transaction& tx, const pqxx::result& texts) {
        if (articles_.size() > most_articles) articles_.clear();
        std::set<std::string_view> asked;
        sql_array wanted;
        article_of_.clear();
        article_of_.reserve(static_cast<std::size_t>(texts.size()));
        for (const auto& row : texts) {
            const auto id = view(row[1]);
            const auto known = articles_.find(id);
            article_of_.push_back(known == articles_.end() ? nullptr : &known->second);
            if (known == articles_.end() && asked.insert(id).second) wanted.add(id);
        }
        if (asked.empty()) return;
        for (const auto& each : tx.exec(sql::select_history_articles, scope_.site, wanted)) {
            const sql_row row(each);
            ports::past_article then;
            if (const auto since = row.optional_number<std::int64_t>("since"))
                then.since = sys_seconds(std::chrono::seconds(*since));
            then.says.kind = row.named("kind", domain::parse_article_kind);
            then.says.title = row.text("title");
            then.says.section = row.text("section");
            const auto tags = row.json("tags");
            for (const auto& tag : tags.as_array()) then.says.tags.emplace_back(tag.as_string());
            then.says.published_at = row.optional_time("published_at");
            articles_[row.text("article_id")].push_back(std::move(then));
        }
        for (std::size_t i = 0; i < article_of_.size(); ++i) {
            if (article_of_[i]) continue;
            const auto known = articles_.find(view(texts[static_cast<pqxx::result::size_type>(i)][1]));
            if (known != articles_.end()) article_of_[i] = &known->second;
        }
    }

    void take_texts(const pqxx::result& rows) {
        auto& texts = stretch_.texts;
        texts.clear();
        texts.reserve(static_cast<std::size_t>(rows.size())); // so that spans stay
        for (const auto& row : rows) {
            const std::size_t place = texts.size();
            const auto id = view(row[0]);
            if (stretch_.comments.empty() || stretch_.comments.back().id != id) {
                ports::past_comment& comment = stretch_.comments.emplace_back();
                comment.id = id;
                comment.article = scope_.with_articles ? article_of_[place] : nullptr;
                comment.status = domain::parse_comment_status(view(row[2])).value();
                comment.live = view(row[3]) == "live";
                comment.presence = domain::parse_author_presence(view(row[4])).value();
                comment.revision = number<int>(row[5]);
                comment.author_since = instant(row[8]);
                comment.texts = {texts.data() + texts.size(), 0};
            }
            ports::past_text& text = texts.emplace_back();
            text.revision = number<int>(row[6]);
            text.at = instant(row[7]);
            text.body = view(row[9]);
            if (const auto name = row[10]; !name.is_null()) text.name = view(name);
            auto& its = stretch_.comments.back().texts;
            its = {its.data(), its.size() + 1};
        }
    }

    /// Lays rows that are sorted by their comments' ids to these comments. `read`: a part from its row.
    template <class Part, class Read>
    void lay(const pqxx::result& rows, std::vector<Part>& parts,
             std::span<const Part> ports::past_comment::* of, Read read) {
        parts.clear();
        parts.reserve(static_cast<std::size_t>(rows.size()));
        auto comment = stretch_.comments.begin();
        for (const auto& row : rows) {
            const auto id = view(row[0]);
            while (comment != stretch_.comments.end() && comment->id < id) ++comment;
            if (comment == stretch_.comments.end()) return;
            if (comment->id != id) continue; // out of the scope
            const std::optional<Part> part = read(row);
            if (!part) continue;
            auto& its = (*comment).*of;
            its = {its.empty() ? parts.data() + parts.size() : its.data(), its.size() + 1};
            parts.push_back(*part);
        }
    }

    void take_decisions(const pqxx::result& rows) {
        lay(rows, stretch_.decisions, &ports::past_comment::decisions,
            [](const auto& row) -> std::optional<ports::past_decision> {
                const auto action = domain::parse_decision_action(view(row[2]));
                const auto before = domain::parse_comment_status(view(row[3]));
                if (!action || !before) return std::nullopt; // of a newer server
                return ports::past_decision{.revision = number<int>(row[1]),
                                            .action = *action,
                                            .before = *before,
                                            .by_person = view(row[4]) == "t"};
            });
    }

    void take_flags(const pqxx::result& rows) {
        lay(rows, stretch_.flags, &ports::past_comment::flags,
            [](const auto& row) -> std::optional<ports::past_flag> {
                return ports::past_flag{.revision = number<int>(row[1]),
                                        .rule = view(row[2]),
                                        .live = view(row[3]) == "live",
                                        .action = view(row[4]),
                                        .spans = view(row[5])};
            });
    }

    ports::history_scope scope_;
    std::unique_ptr<pqxx::connection> connection_;
    std::unordered_map<std::string, std::vector<ports::past_article>, text_hash, std::equal_to<>> articles_;
    std::vector<const std::vector<ports::past_article>*> article_of_; ///< of each text of the stretch
    ports::history_stretch stretch_;
};

} // namespace

std::unique_ptr<ports::history_reader> history_store_pg::open(const ports::history_scope& scope) {
    return std::make_unique<history_reader_pg>(url_, scope);
}

std::int64_t history_store_pg::count(domain::site_id site) {
    try {
        const auto connection = connect(url_);
        transaction tx(*connection, transaction::kind::snapshot, history_timeout);
        return sql_row(tx.exec(sql::select_history_size, site).at(0)).number<std::int64_t>("comments");
    } catch (...) {
        rethrow_translated();
    }
}

std::optional<std::int64_t> history_store_pg::hash_for(const ports::history_scope& scope,
                                                       std::int64_t wanted) {
    try {
        const auto connection = connect(url_);
        transaction tx(*connection, transaction::kind::snapshot, history_timeout);
        const auto rows = tx.exec(sql::select_history_hash, scope.site, scope.since, wanted);
        if (rows.empty()) return std::nullopt;
        return sql_row(rows.at(0)).number<std::int64_t>("hash");
    } catch (...) {
        rethrow_translated();
    }
}

} // namespace greffe::store
