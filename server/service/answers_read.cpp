#include "server/service/answers_json.hpp"

namespace greffe::service {

namespace {

using boost::json::object;

std::string text_at(const object& from, std::string_view key) {
    const auto& text = from.at(key).as_string();
    return {text.data(), text.size()};
}
domain::timestamp time_at(const object& from, std::string_view key) {
    return domain::parse_rfc3339(text_at(from, key)).value();
}
std::optional<domain::timestamp> time_if(const object& from, std::string_view key) {
    if (!from.contains(key)) return std::nullopt;
    return time_at(from, key);
}
template <class Id>
Id id_at(const object& from, std::string_view key) {
    return Id::parse(text_at(from, key)).value();
}
template <class Int>
Int number_at(const object& from, std::string_view key) {
    return from.at(key).to_number<Int>();
}

case_summary summary_from_json(const object& from) {
    return {
        .id = id_at<domain::comment_id>(from, "id"),
        .site = id_at<domain::site_id>(from, "site"),
        .site_name = text_at(from, "site_name"),
        .article = id_at<domain::article_id>(from, "article"),
        .article_title = text_at(from, "article_title"),
        .external_id = text_at(from, "external_id"),
        .state = domain::parse_case_state(text_at(from, "state")).value(),
        .cause = domain::parse_case_cause(text_at(from, "cause")).value(),
        .version = number_at<std::int64_t>(from, "version"),
        .priority = number_at<int>(from, "priority"),
        .report_count = number_at<int>(from, "report_count"),
        .opened_at = time_at(from, "opened_at"),
        .deadline = time_if(from, "deadline"),
        .deadline_missed = from.contains("deadline_missed"),
        .leased_until = time_if(from, "leased_until"),
        .leased_by_me = from.at("leased_by_me").as_bool(),
        .status = domain::parse_comment_status(text_at(from, "status")).value(),
        .excerpt = text_at(from, "excerpt"),
    };
}

} // namespace

report_answer report_answer_from_json(const object& from) {
    return {
        .receipt = id_at<domain::report_id>(from, "receipt"),
        .outcome = domain::parse_report_outcome(text_at(from, "outcome")).value(),
        .received_at = time_at(from, "received_at"),
        .duplicate = from.at("duplicate").as_bool(),
    };
}

claim_answer claim_answer_from_json(const object& from) {
    claim_answer answer;
    for (const auto& item : from.at("cases").as_array())
        answer.cases.push_back(summary_from_json(item.as_object()));
    answer.leased_until = time_at(from, "leased_until");
    return answer;
}

decision_answer decision_answer_from_json(const object& from) {
    return {
        .id = id_at<domain::decision_id>(from, "id"),
        .comment = id_at<domain::comment_id>(from, "comment"),
        .action = domain::parse_decision_action(text_at(from, "action")).value(),
        .status = domain::parse_comment_status(text_at(from, "status")).value(),
        .state = domain::parse_case_state(text_at(from, "state")).value(),
        .version = number_at<std::int64_t>(from, "version"),
    };
}

case_answer case_answer_from_json(const object& from) {
    return {
        .id = id_at<domain::comment_id>(from, "id"),
        .state = domain::parse_case_state(text_at(from, "state")).value(),
        .version = number_at<std::int64_t>(from, "version"),
        .leased_until = time_if(from, "leased_until"),
    };
}

} // namespace greffe::service
