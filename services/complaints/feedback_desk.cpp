// SPDX-License-Identifier: MIT
#include "services/complaints/feedback_desk.hpp"

#include "services/complaints/feedback.hpp"

namespace rapport::complaints {
namespace {

/// Counted by its state, on the day of its receipt.
template <class Entity>
Sums counted(const std::string& dimension, const Entity* before, const Entity& after) {
    const std::string day = to_text(day_of(after.received_at));
    Sums sums;
    if (before) --sums[{dimension, day, std::string(name_of(before->state))}];
    ++sums[{dimension, day, std::string(name_of(after.state))}];
    return sums;
}

}  // namespace

FeedbackDesk::FeedbackDesk(const Casebook& book)
    : book_(book),
      compliments_("compliment", {"compliments", {"number", "state", "party"}, {"praised", "text", "number"}}),
      suggestions_("suggestion", {"suggestions", {"number", "state", "party"}, {"subject", "text", "number"}}) {}

kit::Routes FeedbackDesk::routes() {
    using kit::on, kit::tells;
    return {on(api::add_compliment, this, &FeedbackDesk::add_compliment),
            on(api::get_compliment, this, &FeedbackDesk::get_compliment),
            on(api::list_compliments, this, &FeedbackDesk::list_compliments),
            on(api::thank, this, &FeedbackDesk::thank),
            on(api::forward_compliment, this, &FeedbackDesk::forward),
            on(api::publish_compliment, this, &FeedbackDesk::publish),
            on(api::add_suggestion, this, &FeedbackDesk::add_suggestion),
            on(api::get_suggestion, this, &FeedbackDesk::get_suggestion),
            on(api::list_suggestions, this, &FeedbackDesk::list_suggestions),
            on(api::consider, this, &FeedbackDesk::consider),
            on(api::adopt, this, &FeedbackDesk::adopt),
            on(api::decline, this, &FeedbackDesk::decline),
            on(api::answer_suggestion, this, &FeedbackDesk::answer),
            tells(api::compliment_received),
            tells(api::compliment_moved),
            tells(api::suggestion_received),
            tells(api::suggestion_moved),
            tells(api::suggestion_adopted)};
}

Compliment FeedbackDesk::add_compliment(Unit& unit, const api::AddCompliment& request) {
    if (!request.party && !request.giver) throw invalid("party", "give the party who says so, or a giver with a name");
    Compliment compliment{.party = request.party,
                          .giver = request.giver,
                          .praised = request.praised,
                          .text = request.text,
                          .consent_to_publish = request.consent_to_publish,
                          .received_via = request.received_via,
                          .received_at = unit.now()};
    if (request.party) compliment.party_name = book_.directory().party_name(unit, *request.party, "party");
    compliment.id = unit.new_id<ComplimentId>();
    compliment.number = unit.next_number('F');
    begin(compliment);
    add(unit, compliments_, compliment, api::compliment_received, compliment.id);
    book_.tallies().append(unit, counted<Compliment>("compliment", nullptr, compliment));
    return compliment;
}

Compliment FeedbackDesk::get_compliment(View& view, const kit::ById<ComplimentId>& request) {
    return compliments_.get(view, request.id);
}

kit::Page<Compliment> FeedbackDesk::list_compliments(View& view, const api::ListCompliments& request) {
    const kit::Condition conditions[] = {{"state", request.state}, {"party", request.party}};
    return compliments_.list(view, {request.limit, request.after, request.search, {}}, conditions);
}

Compliment FeedbackDesk::move(Unit& unit, const ComplimentId& id, std::optional<std::int64_t> version,
                              ComplimentState to, const std::vector<std::string>& forwarded_to) {
    const Compliment before = compliments_.get(unit, id);
    kit::check_version(version, before.version);
    Compliment after = moved(before, to, unit.now());
    if (!forwarded_to.empty()) after.forwarded_to = forwarded_to;
    save(unit, compliments_, before, after, api::compliment_moved, id);
    book_.tallies().append(unit, counted("compliment", &before, after));
    return after;
}

Compliment FeedbackDesk::thank(Unit& unit, const api::MoveCompliment& request) {
    return move(unit, request.id, request.version, ComplimentState::thanked);
}
Compliment FeedbackDesk::forward(Unit& unit, const api::ForwardCompliment& request) {
    return move(unit, request.id, request.version, ComplimentState::forwarded, request.to);
}
Compliment FeedbackDesk::publish(Unit& unit, const api::MoveCompliment& request) {
    return move(unit, request.id, request.version, ComplimentState::published);
}

Suggestion FeedbackDesk::add_suggestion(Unit& unit, const api::AddSuggestion& request) {
    if (!request.party && !request.giver) throw invalid("party", "give the party who says so, or a giver with a name");
    Suggestion suggestion{.party = request.party,
                          .giver = request.giver,
                          .subject = request.subject,
                          .text = request.text,
                          .service = request.service,
                          .received_via = request.received_via,
                          .received_at = unit.now()};
    if (request.party) suggestion.party_name = book_.directory().party_name(unit, *request.party, "party");
    if (request.service) book_.directory().check_service(unit, *request.service);
    suggestion.id = unit.new_id<SuggestionId>();
    suggestion.number = unit.next_number('F');
    begin(suggestion);
    add(unit, suggestions_, suggestion, api::suggestion_received, suggestion.id);
    book_.tallies().append(unit, counted<Suggestion>("suggestion", nullptr, suggestion));
    return suggestion;
}

Suggestion FeedbackDesk::get_suggestion(View& view, const kit::ById<SuggestionId>& request) {
    return suggestions_.get(view, request.id);
}

kit::Page<Suggestion> FeedbackDesk::list_suggestions(View& view, const api::ListSuggestions& request) {
    const kit::Condition conditions[] = {{"state", request.state}, {"party", request.party}};
    return suggestions_.list(view, {request.limit, request.after, request.search, {}}, conditions);
}

Suggestion FeedbackDesk::move(Unit& unit, const SuggestionId& id, std::optional<std::int64_t> version,
                              SuggestionState to, const std::string& text) {
    const Suggestion before = suggestions_.get(unit, id);
    kit::check_version(version, before.version);
    Suggestion after = moved(before, to, text, unit.now());
    save(unit, suggestions_, before, after,
         to == SuggestionState::adopted ? api::suggestion_adopted : api::suggestion_moved, id);
    book_.tallies().append(unit, counted("suggestion", &before, after));
    return after;
}

Suggestion FeedbackDesk::consider(Unit& unit, const api::ConsiderSuggestion& request) {
    return move(unit, request.id, request.version, SuggestionState::considered,
                request.owner.value_or(unit.actor().id));
}
Suggestion FeedbackDesk::adopt(Unit& unit, const api::DecideSuggestion& request) {
    return move(unit, request.id, request.version, SuggestionState::adopted, request.text);
}
Suggestion FeedbackDesk::decline(Unit& unit, const api::DecideSuggestion& request) {
    return move(unit, request.id, request.version, SuggestionState::declined, request.text);
}
Suggestion FeedbackDesk::answer(Unit& unit, const api::DecideSuggestion& request) {
    return move(unit, request.id, request.version, SuggestionState::answered, request.text);
}

}  // namespace rapport::complaints
