#include "admin-cli/importers/article_page.hpp"

#include "admin-cli/importers/article_body.hpp"
#include "admin-cli/importers/french_date.hpp"
#include "admin-cli/importers/french_text.hpp"
#include "admin-cli/importers/page_comments.hpp"
#include "admin-cli/importers/page_html.hpp"
#include "admin-cli/importers/page_identity.hpp"
#include "admin-cli/importers/page_record.hpp"
#include "admin-cli/importers/page_sections.hpp"
#include "admin-cli/importers/page_text.hpp"
#include "admin-cli/importers/page_words.hpp"
#include "admin-cli/importers/related_items.hpp"
#include "admin-cli/importers/source_line.hpp"

#include <boost/url/parse.hpp>

#include <algorithm>

namespace greffe::importers {

namespace {

using domain::timestamp;

constexpr const char* importer_name = "page/1";

bool is_web_address(std::string_view text) {
    const auto parsed = boost::urls::parse_uri({text.data(), text.size()});
    if (!parsed) return false;
    const auto scheme = parsed->scheme();
    return (scheme == "http" || scheme == "https") && !parsed->host().empty();
}

std::string years(const std::vector<int>& candidates) {
    std::string out;
    for (const int year : candidates) out += (out.empty() ? "" : ", ") + std::to_string(year);
    return out;
}

/// One page on its way from lines to values. Each step fills its part or sets the refusal.
class page_reader {
  public:
    page_reader(std::string_view bytes, page_lines page, const page_options& options)
        : bytes_(bytes), page_(std::move(page)), options_(options), record_(page_.lines) {}

    std::variant<captured_page, page_error> read() {
        if (!cctz::load_time_zone(options_.time_zone, &zone_))
            return page_error{
                0, "unknown time zone " + options_.time_zone,
                "name one of the tz database, such as Europe/Paris; Debian's package is tzdata"};
        if (options_.article_url && !is_web_address(*options_.article_url))
            return page_error{0, "the article's address is no http or https address",
                              "give it whole, such as https://www.example.org/actualites/article"};
        drop_cut_word();
        auto found = find_sections(page_);
        if (auto* refused = std::get_if<page_error>(&found)) return *refused;
        sections_ = std::get<page_sections>(found);

        read_parts();
        if (auto refused = read_publication()) return *refused;
        if (auto refused = check_capture_time()) return *refused;
        read_address();
        finish_related();
        finish_comments();
        finish_capture();
        return std::move(out_);
    }

  private:
    /// A file that was cut off in the middle of a word of furniture ends with what looks like text.
    void drop_cut_word() {
        if (!page_.ends_open || page_.lines.empty()) return;
        const page_line& last = page_.lines.back();
        const bool whole = word_of(last.text) != page_word::none || comment_count(last.text);
        if (last.indent > 0 || whole || !is_cut_word(last.text)) return;
        record_.note({}, "not_taken", last.range, "line " + std::to_string(last.number));
        page_.lines.pop_back();
    }

    void read_parts() {
        auto& article = out_.article;
        if (sections_.title) {
            const page_line& line = page_.lines[*sections_.title];
            article.title = line.text;
            record_.use(*sections_.title);
            record_.field("title", line.range);
            if (page_.data && page_.data->headline &&
                collapse(page_.data->headline->value) != collapse(line.text))
                record_.note("title", "data_differs", page_.data->headline->range);
        } else {
            article.title = page_.data->headline->value;
            record_.field("title", page_.data->headline->range);
        }
        read_body(page_, sections_.body, record_, article);
        lead_from_data();
        if (page_.data && page_.data->section) {
            article.section = page_.data->section->value;
            record_.field("section", page_.data->section->range);
        }
        read_count();
        related_ = read_related(page_, sections_.related, record_);
        comments_ = read_comments(page_, sections_.comments, out_.capture.declared_comments, record_);
        if (comments_.empty()) comments_from_data();
    }

    /// HTML without a mark for the lead: JSON-LD's description stands in for it.
    void lead_from_data() {
        auto& article = out_.article;
        if (!article.lead.empty() || !page_.data || !page_.data->description) return;
        article.lead = page_.data->description->value;
        record_.field("lead", page_.data->description->range);
    }

    void read_count() {
        auto& capture = out_.capture;
        const auto take = [&](std::size_t at) {
            capture.declared_comments = comment_count(page_.lines[at].text);
            if (!capture.declared_comments) return;
            record_.use(at);
            record_.field("declared_comments", page_.lines[at].range);
        };
        if (sections_.count) {
            record_.use(*sections_.count);
            take(*sections_.count);
        }
        for (std::size_t at = sections_.body.first; at < sections_.body.last && !capture.declared_comments;
             ++at)
            if (!record_.used(at)) take(at);
        if (!capture.declared_comments && page_.data && page_.data->comment_count) {
            capture.declared_comments = page_.data->comment_count;
            record_.field("declared_comments", page_.data->script);
        }
    }

    void comments_from_data() {
        if (!page_.data) return;
        for (const auto& said : page_.data->comments) {
            found_comment found;
            if (said.posted_text) {
                found.raw_time = said.posted_text->value;
                found.time_range = said.posted_text->range;
            }
            found.exact = said.posted;
            if (said.author) found.author = said.author->value;
            found.body = trim(said.text.value);
            if (found.body.empty()) continue;
            const std::string field = "comment/" + std::to_string(comments_.size());
            if (said.posted_text) record_.field(field + "/posted_at", said.posted_text->range);
            if (said.author) record_.field(field + "/author", said.author->range);
            record_.field(field + "/body", said.text.range);
            comments_.push_back(std::move(found));
        }
    }

    std::optional<page_error> read_publication() {
        auto& article = out_.article;
        const auto* data = page_.data ? &*page_.data : nullptr;
        std::optional<timestamp> on_page;
        if (sections_.source) {
            const page_line& line = page_.lines[*sections_.source];
            const auto source = read_source_line(line.text);
            if (!source)
                return page_error{line.number, "the source line has no publisher or no date",
                                  "it reads like \"information fournie par AFP 09/04/2024 à 09:56\""};
            const auto when = resolve(source->date, zone_, {{}, options_.captured_at, newest_on_page({})});
            if (!when && !(data && data->published))
                return page_error{line.number, "the publication's date depends on when the page was captured",
                                  "say when it was: --captured-at 2024-04-09T12:00:00+02:00"};
            record_.use(*sections_.source);
            article.source = {line.text, std::string(source->publisher), std::string(source->partner)};
            record_.field("source", line.range);
            record_.field("source/publisher", line.source(source->publisher));
            if (!source->partner.empty()) record_.field("source/partner", line.source(source->partner));
            const auto from = line.source(source->raw_time);
            if (when) {
                on_page = when->time.utc;
                note_civil("published_at", *when, from);
                if (when->time.year_inferred)
                    record_.note("published_at", "year_inferred", from, years(when->time.candidate_years));
            }
            if (!(data && data->published)) record_.field("published_at", from);
            source_number_ = line.number;
        } else if (data->publisher) {
            article.source.publisher = data->publisher->value;
            record_.field("source/publisher", data->publisher->range);
        }
        article.published_at = on_page;
        if (data && data->published) {
            article.published_at = data->published;
            record_.field("published_at", data->published_text->range);
            if (on_page && std::chrono::floor<std::chrono::minutes>(*data->published) != *on_page)
                record_.note("published_at", "data_differs", data->published_text->range,
                             domain::to_rfc3339(*on_page));
        }
        return std::nullopt;
    }

    /// The newest time on the page that is certain: none whose year is inferred.
    std::optional<timestamp> newest_on_page(std::optional<timestamp> newest) {
        const auto consider = [&](std::optional<timestamp> time, std::size_t line) {
            if (!time || (newest && *time <= *newest)) return;
            newest = time;
            newest_line_ = line;
        };
        const auto full = [&](const std::optional<french_date>& date) -> std::optional<timestamp> {
            if (!date || date->form != french_date::form_type::full) return std::nullopt;
            const auto when = resolve(*date, zone_, {});
            return when ? std::optional(when->time.utc) : std::nullopt;
        };
        for (const auto& found : related_) consider(full(found.date), found.line);
        for (const auto& found : comments_)
            consider(found.exact ? found.exact : full(found.date), found.line);
        return newest;
    }

    std::optional<page_error> check_capture_time() {
        newest_line_ = source_number_;
        newest_ = newest_on_page(out_.article.published_at);
        if (!options_.captured_at || !newest_ || *newest_ <= *options_.captured_at) return std::nullopt;
        return page_error{newest_line_,
                          "the page shows " + domain::to_rfc3339(*newest_) +
                              ", after the time of capture given",
                          "correct --captured-at, or leave it away: the page's newest date then bounds it"};
    }

    void read_address() {
        auto& article = out_.article;
        const auto take = [&](const std::optional<located_text>& said) {
            if (article.url || !said || !is_web_address(said->value)) return;
            article.url = said->value;
            record_.field("url", said->range);
        };
        article.url = options_.article_url;
        take(page_.address);
        if (page_.data) take(page_.data->url);
        out_.capture.url = article.url;
        article.identity_derived = !article.url;
        out_.article_external_id = article.url ? *article.url : derived_article_id(article);
        if (article.identity_derived)
            record_.note("article", "identity_derived", {}, out_.article_external_id);
    }

    void note_civil(const std::string& field, const dated& when, domain::byte_range range) {
        if (when.civil == dated::civil_kind::skipped)
            record_.note(field, "skipped_hour", range,
                         "read with the offset before the clock was put forward");
        if (when.civil == dated::civil_kind::repeated)
            record_.note(field, "repeated_hour", range, "the first of the two");
        if (when.before_publication) record_.note(field, "before_publication", range);
    }

    void finish_related() {
        const date_anchor anchor{{}, options_.captured_at, newest_};
        for (std::size_t i = 0; i < related_.size(); ++i) {
            auto& item = related_[i].item;
            if (const auto& date = related_[i].date) {
                const auto when = resolve(*date, zone_, anchor);
                if (when) {
                    item.published_at = when->time.utc;
                    note_civil("related/" + std::to_string(i) + "/time", *when, item.range);
                }
            }
            out_.capture.related.push_back(std::move(item));
        }
    }

    domain::posted_time posted_time_of(const found_comment& found, const std::string& field) {
        domain::posted_time posted;
        if (found.exact) {
            posted.utc = *found.exact;
            posted.raw = found.raw_time;
            return posted;
        }
        const date_anchor anchor{out_.article.published_at, options_.captured_at, newest_};
        const auto when = found.date ? resolve(*found.date, zone_, anchor) : std::nullopt;
        if (when) {
            posted = when->time;
            if (options_.captured_to_the_day && found.date->form == french_date::form_type::ago)
                posted.precision = domain::time_precision::day;
            if (posted.year_inferred)
                record_.note(field, "year_inferred", found.time_range, years(posted.candidate_years));
            note_civil(field, *when, found.time_range);
        } else {
            // The one thing that is known: no comment is older than its article.
            posted.utc = out_.article.published_at.value_or(timestamp());
            posted.precision = domain::time_precision::unknown;
            record_.note(field, "time_unknown", found.time_range, "not before the publication");
        }
        posted.raw = found.raw_time;
        return posted;
    }

    void finish_comments() {
        comment_identities identities(out_.article_external_id);
        for (std::size_t i = 0; i < comments_.size(); ++i) {
            const found_comment& found = comments_[i];
            const std::string field = "comment/" + std::to_string(i);
            domain::new_comment comment;
            comment.external_id =
                identities.next(found.raw_time, found.date && found.date->is_relative(), found.body);
            record_.note(field, "identity_derived", found.time_range, comment.external_id);
            if (found.parent) comment.parent_external_id = out_.comments[*found.parent].external_id;
            comment.posted = posted_time_of(found, field + "/posted_at");
            if (found.author.empty()) {
                comment.author.presence = domain::author_presence::not_captured;
                record_.note(field, "author_not_captured", found.time_range);
            } else {
                comment.author.presence = domain::author_presence::named;
                comment.author.name = found.author;
            }
            comment.body = found.body;
            comment.screen = domain::screening::history;
            comment.observed_status = domain::comment_status::published;
            out_.comments.push_back(std::move(comment));
        }
    }

    void finish_capture() {
        auto& capture = out_.capture;
        capture.raw = bytes_;
        capture.media_type = page_.marked_up ? "text/html" : "text/plain";
        capture.captured_at = options_.captured_at;
        if (!capture.captured_at) {
            capture.captured_not_before = newest_;
            // With an inferred year the chosen one is the earliest that fits: the page is no older than that
            // either.
            for (const auto& comment : out_.comments)
                if (!capture.captured_not_before || comment.posted->utc > *capture.captured_not_before)
                    capture.captured_not_before = comment.posted->utc;
        }
        capture.importer = importer_name;
        capture.captured_comments = static_cast<int>(out_.comments.size());
        if (sections_.cut_off) {
            const page_line& line = page_.lines[*sections_.cut_off];
            capture.cut_off = line.text;
            record_.use(*sections_.cut_off);
            record_.field("cut_off", line.range);
        }
        note_rest();
        if (page_.unreadable_data) record_.note({}, "data_unreadable", {});
        record_.hand_over(capture);
    }

    /// Furniture first, then what nobody took.
    void note_rest() {
        const auto& lines = page_.lines;
        for (std::size_t at = 0; at < lines.size(); ++at)
            if (!record_.used(at) && word_of(lines[at].text) != page_word::none)
                record_.note_unused(at, at + 1, "navigation");
        record_.note_unused(0, lines.size(), "not_taken");
    }

    std::string_view bytes_;
    page_lines page_;
    const page_options& options_;
    page_record record_;
    cctz::time_zone zone_;
    page_sections sections_;
    std::vector<found_related> related_;
    std::vector<found_comment> comments_;
    std::optional<timestamp> newest_;
    std::size_t newest_line_ = 0;
    std::size_t source_number_ = 1;
    captured_page out_;
};

} // namespace

std::variant<captured_page, page_error> read_page(std::string_view bytes, const page_options& options) {
    if (auto refused = refuse_bytes(bytes)) return *std::move(refused);
    if (!is_html(bytes)) return page_reader(bytes, read_text_lines(bytes), options).read();
    auto html = read_html_lines(bytes);
    if (auto* refused = std::get_if<page_error>(&html)) return *refused;
    return page_reader(bytes, std::get<page_lines>(std::move(html)), options).read();
}

} // namespace greffe::importers
