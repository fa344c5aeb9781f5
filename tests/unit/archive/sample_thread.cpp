#include "tests/unit/archive/sample_thread.hpp"

#include "server/archive/content_hash.hpp"
#include "server/archive/event.hpp"

#include <boost/json/array.hpp>

#include <cstdio>

namespace greffe::archive::test {

namespace {

using namespace std::chrono_literals;

domain::timestamp at(const char* text) {
    return domain::parse_rfc3339(text).value();
}

template <class Id>
Id id(char kind, int number) {
    char text[37];
    std::snprintf(text, sizeof text, "018f3c4e-7b1a-7abc-8d%c0-%012d", kind, number);
    return Id::parse(text).value();
}

std::string hex(const digest& bytes) {
    return to_hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

archived_flag flag(std::string rule, std::string action, int score, std::string_view body,
                   std::string_view matched) {
    archived_flag out;
    out.rule = std::move(rule);
    out.ruleset_version = 3;
    out.mode = "live";
    out.action = std::move(action);
    out.score = score;
    if (const auto begin = body.find(matched); !matched.empty() && begin != std::string_view::npos)
        out.spans.push_back({"body", begin, begin + matched.size()});
    return out;
}

archived_decision decision(int number, std::string action, std::string reason, const char* before,
                           const char* after) {
    archived_decision out;
    out.id = id<domain::decision_id>('d', number);
    out.action = std::move(action);
    out.reason = std::move(reason);
    out.sanctions = boost::json::array{};
    out.decider = id<domain::key_id>('e', 1).to_string();
    out.decided_at = at("2024-04-09T15:20:00Z");
    out.status_before = before;
    out.status_after = after;
    out.case_before = "open";
    out.seq = 40 + number;
    return out;
}

archived_report report(int number, std::string reason, std::string text) {
    archived_report out;
    out.id = id<domain::report_id>('f', number);
    out.reason = std::move(reason);
    out.text = std::move(text);
    out.received_at = at("2024-04-09T13:40:00Z");
    return out;
}

archived_comment reply(archived_comment comment, const archived_comment& root,
                       const archived_comment& parent) {
    comment.root = root.id;
    comment.parent = parent.id;
    comment.parent_name = parent.revisions.back().pseudonym;
    return comment;
}

std::vector<archived_comment> sample_comments() {
    std::vector<archived_comment> out;

    auto first = make_comment(
        1, "Bonne nouvelle pour les pêcheurs. Reste à savoir qui paiera la digue : la région, l’État, ou "
           "nous tous sur la taxe de séjour ?\n\nEn 2011 déjà, on nous avait promis que les travaux "
           "seraient « neutres pour le contribuable ».");
    out.push_back(first);

    auto insult = make_comment(
        2, "Toujours les mêmes pleurnichards. Allez donc travailler, bande de clowns, au lieu de "
           "compter les sous des autres.");
    insult.status = domain::comment_status::rejected;
    insult.revisions[0].pseudonym = "vent_debout";
    insult.flags.push_back(
        flag("charte-fr/insulte-directe", "hold", 60, insult.revisions[0].body, "bande de clowns"));
    insult.flags.back().policy = "insulte";
    insult.reports.push_back(report(1, "insulte", "Il insulte tout le monde depuis ce matin."));
    insult.reports[0].outcome = domain::report_outcome::upheld;
    insult.decisions.push_back(decision(1, "reject", "insulte", "held", "rejected"));
    insult.decisions[0].note = "Attaque de personnes, sans rapport avec l’article.";
    insult.review = archived_case{domain::case_state::closed, 3, "hold", 60, 1, at("2024-04-09T13:10:00Z")};
    insult = reply(insult, first, first);
    out.push_back(insult);

    auto answer = make_comment(
        3, "On peut ne pas être d’accord sans en venir là. La digue protège aussi le quartier de la "
           "gare, il y a un rapport public là-dessus.");
    answer.revisions[0].pseudonym = "Marthe L.";
    auto earlier = answer.revisions[0];
    earlier.body = "On peut ne pas être d’accord sans en venir là.";
    answer.revisions.insert(answer.revisions.begin(), earlier);
    answer.revisions[1].revision = 2;
    answer.revisions[1].edited_at = at("2024-04-09T14:02:00Z");
    answer.revisions[1].source_version = 2;
    answer.revision = 2;
    out.push_back(reply(answer, first, insult));

    auto scam =
        make_comment(4, "J’ai doublé mon capital en trois semaines. Contactez-moi sur T é l é g r a m ou sur "
                        "https://gains-rapides.example/port et je vous explique tout.");
    scam.status = domain::comment_status::held;
    scam.revisions[0].pseudonym = "Conseil_Pro";
    scam.public_revision.reset();
    scam.flags.push_back(
        flag("messagerie-privee", "hold", 40, scam.revisions[0].body, "Contactez-moi sur T é l é g r a m"));
    scam.flags.push_back(flag("gains-promis", "flag", 20, scam.revisions[0].body,
                              "J’ai doublé mon capital en trois semaines"));
    scam.flags.push_back(
        flag("lien-inconnu", "flag", 10, scam.revisions[0].body, "https://gains-rapides.example/port"));
    scam.flags[2].mode = "shadow";
    scam.review = archived_case{domain::case_state::open, 1, "hold", 60, 0, at("2024-04-09T13:30:00Z")};
    out.push_back(scam);

    auto hostile =
        make_comment(5, "</style></div><script>alert('1')</script><img src=x onerror=\"alert(2)\"> &amp; "
                        "\u202Eegami\u202C et \u2066isolé\u2069 ]]> <!-- fin\r\nà la ligne\x01\x7F");
    hostile.revisions[0].pseudonym = "\"><svg onload=alert(3)>\u202Eegdug";
    hostile.flags.push_back(
        flag("<b>règle</b>\" onmouseover=\"x", "flag", 5, hostile.revisions[0].body, "<script>alert('1')"));
    hostile.reports.push_back(report(2, "<i>autre</i>", "</q></p><script>alert(4)</script>"));
    out.push_back(hostile);

    auto hebrew = make_comment(6, "שלום לכולם, הנמל נפתח מחדש. Le port, enfin !");
    hebrew.revisions[0].pseudonym = "נועה";
    out.push_back(reply(hebrew, hostile, hostile));

    auto deleted = make_comment(7, "Je retire ce que j’ai dit.");
    deleted.status = domain::comment_status::deleted;
    out.push_back(deleted);

    auto erased = make_comment(8, "");
    erased.status = domain::comment_status::erased;
    erased.author_presence = domain::author_presence::erased;
    erased.author.reset();
    erased.revisions.clear();
    out.push_back(reply(erased, deleted, deleted));

    auto old = make_comment(9, "Le quai nord : une honte depuis dix ans.\nFermer");
    old.screen = domain::screening::history;
    old.author_presence = domain::author_presence::not_captured;
    old.author.reset();
    old.revisions[0].pseudonym.reset();
    old.posted = {
        at("2024-04-09T14:52:00Z"), domain::time_precision::minute, "09 avril 16:52", true, {2024, 2025}};
    out.push_back(old);
    return out;
}

} // namespace

archived_comment make_comment(int number, std::string body) {
    archived_comment out;
    out.id = id<domain::comment_id>('c', number);
    out.root = out.id;
    out.external_id = "c" + std::to_string(number);
    out.author_presence = domain::author_presence::identified;
    out.author = id<domain::author_id>('a', number);
    out.posted.utc = at("2024-04-09T12:00:00Z") + number * 7min;
    out.received_at = out.posted.utc + 2s;
    out.public_revision = 1;
    out.revisions.push_back(
        {1, std::move(body), "Lecteur " + std::to_string(number), {}, {}, out.received_at});
    return out;
}

domain::article_content sample_content() {
    domain::article_content out;
    out.url = "https://journal.example/economie/le-port-rouvre";
    out.title = "Le port de Saint-Malestan rouvre après trois ans de travaux";
    out.source = {"information fournie par Le Courrier du Large avec Agence du Littoral",
                  "Le Courrier du Large", "Agence du Littoral"};
    out.section = "économie";
    out.tags = {"pêche", "isin:FR0000131104"};
    out.published_at = at("2024-04-09T09:56:00+02:00");
    out.lead =
        "La digue est plus haute de deux mètres, le quai nord reste fermé, et la facture n’est pas soldée.";
    out.body = {{domain::body_block::kind_type::paragraph, false,
                 "Les premiers bateaux sont entrés lundi à la marée du matin, sous une pluie fine. La "
                 "capitainerie en a compté "
                 "onze avant midi, soit la moitié de la flotte d’avant les travaux."},
                {domain::body_block::kind_type::heading, true, "« On n’y croyait plus »"},
                {domain::body_block::kind_type::paragraph, false,
                 "La digue a coûté 41 millions d’euros. La région en a payé les deux tiers ; le reste attend "
                 "un accord entre la "
                 "commune et l’État, qui se renvoient la note depuis 2022."}};
    out.captions = {{"La digue neuve, vue du phare.", "Agence du Littoral / fonds photographique", 2}};
    return out;
}

sample_thread make_sample_thread() {
    sample_thread out;
    out.article.site = id<domain::site_id>('b', 1);
    out.article.site_name = "courrier-du-large";
    out.article.id = id<domain::article_id>('0', 1);
    out.article.external_id = "le-port-rouvre";
    out.article.revision = 2;
    out.article.content = sample_content();
    out.article.created_at = at("2024-04-09T08:00:00Z");
    out.article.updated_at = at("2024-04-09T08:30:00Z");
    out.article.exported_at = at("2024-05-01T06:00:00Z");

    auto before = sample_content();
    before.title = "Le port de Saint-Malestan rouvre";
    out.revisions.push_back({1, hex(content_hash(before)), before, out.article.created_at});
    out.revisions.push_back(
        {2, hex(content_hash(sample_content())), sample_content(), out.article.updated_at});

    archived_capture capture;
    capture.id = id<domain::capture_id>('1', 1);
    capture.sha512 = sha512_hex("page");
    capture.size = 6635;
    capture.received_at = at("2024-04-30T20:00:00Z");
    capture.observation.media_type = "text/plain";
    capture.observation.importer = "page/1";
    capture.observation.captured_not_before = at("2026-01-29T00:00:00Z");
    capture.observation.fields = {{"title", {37, 95}}};
    capture.observation.notes = {{"comment/0/posted_at", "year_inferred", "2024, 2025", {10, 20}}};
    capture.observation.declared_comments = 7;
    capture.observation.captured_comments = 1;
    capture.observation.cut_off = "Pages les plus populaires";
    domain::related_item related;
    related.label = "Le prix du turbot repart à la hausse";
    related.label_kind = "title";
    related.source = "Agence du Littoral";
    related.raw_time = "29.01.2026\u00A000:09";
    related.range = {100, 200};
    capture.observation.related = {related};
    out.captures.push_back(capture);

    out.comments = sample_comments();
    out.article.comment_count = static_cast<std::int64_t>(out.comments.size());
    for (const auto& comment : out.comments)
        out.article.published_count += comment.status == domain::comment_status::published;

    for (const auto& comment : out.comments) {
        event e;
        e.thread = out.article.id;
        e.seq = static_cast<std::int64_t>(out.events.size()) + 1;
        e.kind = comment.screen == domain::screening::live ? "submitted" : "observed";
        e.at = comment.received_at;
        e.codes = {{"comment", comment.id.to_string()}, {"revision", 1}};
        if (!comment.revisions.empty()) e.fields["body"] = comment.revisions[0].body;
        e.fields["address"] = "192.0.2.7";
        salt fixed;
        fixed.fill(static_cast<std::uint8_t>(e.seq));
        const auto sealed = seal(e, [&] { return fixed; });
        archived_event event{e.seq, comment.id, e.kind, sealed.bytes, {}};
        for (const auto& [field, with] : sealed.salts) event.salts[field] = hex(with);
        out.events.push_back(event);
    }
    out.article.event_count = static_cast<std::int64_t>(out.events.size());
    return out;
}

void write(const sample_thread& thread, thread_writer& into) {
    into.article(thread.article);
    for (const auto& item : thread.revisions) into.article_revision(item);
    for (const auto& item : thread.captures) into.capture(item);
    for (const auto& item : thread.comments) into.comment(item);
    for (const auto& item : thread.events) into.event(item);
    into.end();
}

} // namespace greffe::archive::test
