// The JSON forms of the use cases' answers: what http sends, and what idempotency keeps and reads back. Keys
// are the members' names; enumerations go by their public names, times as RFC 3339, ids as text; an absent
// optional is left out. No form holds an address, an e-mail or a reader's identity, because no answer does.
// Pure.
#pragma once
#include "server/service/administer_rulesets.hpp"
#include "server/service/answers.hpp"
#include "server/service/page.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <vector>

namespace greffe::service {

std::string_view to_string(submit_effect effect);

boost::json::object to_json(const span_view& span);
boost::json::object to_json(const flag_view& flag);
boost::json::object to_json(const verdict_view& verdict);
boost::json::object to_json(const submit_answer& answer);
boost::json::object to_json(const article_answer& answer);
/// The content stands under "content", as domain::to_json writes it.
boost::json::object to_json(const article_view& article);
boost::json::object to_json(const move_answer& answer);
boost::json::object to_json(const merge_answer& answer);
/// The author as {"presence", "id"?, "name"?}; "posted_at" always, "posted" with what is known of it when it
/// is not exact.
boost::json::object to_json(const comment_view& comment);
boost::json::object to_json(const public_comment& comment);
boost::json::object to_json(const thread_view& thread);
boost::json::object to_json(const report_answer& answer);
boost::json::object to_json(const case_summary& summary);
boost::json::object to_json(const report_flag_view& flag);
boost::json::object to_json(const report_view& report);
boost::json::object to_json(const decision_view& decision);
boost::json::object to_json(const revision_view& revision);
/// The summary stands under "case".
boost::json::object to_json(const case_view& view);
boost::json::object to_json(const claim_answer& answer);
boost::json::object to_json(const decision_answer& answer);
boost::json::object to_json(const case_answer& answer);
boost::json::object to_json(const site_view& site);
/// The same with all settings beside it. An author's id at the site is for who may set the author's mode, and
/// for the publisher whose author it is: `with_authors`.
boost::json::object settings_json(const site_view& site, bool with_authors);
/// "source", and those of its "packs", are left out when they are empty, as in a list.
boost::json::object to_json(const ruleset_view& ruleset);
/// The role stands under "role".
boost::json::object to_json(const key_view& key);
boost::json::object to_json(const rules::diagnostic& found);
/// {"none", "live", "general": [{"what", "from", "to"}], "rules": [{"rule", "change": "added" | "removed" |
/// "changed", "live", "from_mode"?, "to_mode"?, "parts"?: […]}]}
boost::json::object to_json(const rules::ruleset_changes& changes);
/// {"version"?, "unchanged", "waiting", "against"?, "changes", "diagnostics": […]}
boost::json::object to_json(const push_answer& answer);
/// {"against"?, "changes", "diagnostics": […]}
boost::json::object to_json(const check_answer& answer);
/// {"version"?, "against"?, "changes", "diagnostics": […]}
boost::json::object to_json(const version_answer& answer);
/// {"from"?, "to", "changes"}
boost::json::object to_json(const changes_answer& answer);

template <class Item>
boost::json::array to_json(const std::vector<Item>& items) {
    boost::json::array array;
    array.reserve(items.size());
    for (const Item& item : items) array.push_back(to_json(item));
    return array;
}

/// {"items": […], "next"?}
template <class Item>
boost::json::object to_json(const page<Item>& page) {
    boost::json::object object{{"items", to_json(page.items)}};
    if (page.next) object["next"] = *page.next;
    return object;
}

/// The way back, for the answers that idempotency keeps. Precondition: the object was written by to_json;
/// anything else throws.
report_answer report_answer_from_json(const boost::json::object& from);
claim_answer claim_answer_from_json(const boost::json::object& from);
decision_answer decision_answer_from_json(const boost::json::object& from);
case_answer case_answer_from_json(const boost::json::object& from);

} // namespace greffe::service
