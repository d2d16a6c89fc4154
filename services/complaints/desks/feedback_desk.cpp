// SPDX-License-Identifier: MIT
#include "services/complaints/desks/feedback_desk.hpp"

namespace rapport::complaints {

kit::Routes FeedbackDesk::routes() {
    using kit::on, kit::tells;
    const auto& compliments = books_.compliments;
    const auto& suggestions = books_.suggestions;
    const auto decided = [](Unit& unit, Suggestion& suggestion, const api::DecideSuggestion& request) {
        decide(suggestion, request.text, unit.now());
    };
    return {
        on(api::add_compliment, this, &FeedbackDesk::add_compliment),
        on(api::get_compliment, compliments.table()),
        on(api::list_compliments, compliments.table(), this, &FeedbackDesk::list_compliments),
        compliments.move(api::thank, api::compliment_moved,
                         [](Unit& unit, Compliment& compliment, const auto&) { compliment.thanked_at = unit.now(); }),
        compliments.move(api::forward_compliment, api::compliment_moved,
                         [](Unit& unit, Compliment& compliment, const api::ForwardCompliment& request) {
                             compliment.forwarded_at = unit.now();
                             compliment.forwarded_to = request.to;
                         }),
        compliments.move(api::publish_compliment, api::compliment_moved,
                         [](Unit& unit, Compliment& compliment, const auto&) { compliment.published_at = unit.now(); }),
        on(api::add_suggestion, this, &FeedbackDesk::add_suggestion),
        on(api::get_suggestion, suggestions.table()),
        on(api::list_suggestions, suggestions.table(), this, &FeedbackDesk::list_suggestions),
        suggestions.move(api::consider, api::suggestion_moved,
                         [](Unit& unit, Suggestion& suggestion, const api::ConsiderSuggestion& request) {
                             suggestion.owner = request.owner ? request.owner : kit::user_acting(unit.actor());
                         }),
        suggestions.move(api::adopt, api::suggestion_adopted, decided),
        suggestions.move(api::decline, api::suggestion_moved, decided),
        suggestions.move(api::answer_suggestion, api::suggestion_moved,
                         [](Unit& unit, Suggestion& suggestion, const api::DecideSuggestion& request) {
                             suggestion.answer = request.text;
                             suggestion.answered_at = unit.now();
                         }),
        tells(api::compliment_received),
        tells(api::compliment_moved),
        tells(api::suggestion_received),
        tells(api::suggestion_moved),
        tells(api::suggestion_adopted)};
}

kit::Shown<Compliment> FeedbackDesk::add_compliment(Unit& unit, const api::AddCompliment& request) {
    return books_.compliments.table().shown(
        unit, books_.compliments.create(unit, {.party = request.party,
                                               .giver = request.giver,
                                               .praised = request.praised,
                                               .text = request.text,
                                               .consent_to_publish = request.consent_to_publish,
                                               .received_via = request.received_via}));
}

kit::Page<kit::Shown<Compliment>> FeedbackDesk::list_compliments(View& view, const api::ListCompliments& request) {
    return books_.compliments.list(view, request);
}

kit::Shown<Suggestion> FeedbackDesk::add_suggestion(Unit& unit, const api::AddSuggestion& request) {
    if (request.service) book_.directory().check_service(unit, *request.service);
    return books_.suggestions.table().shown(unit,
                                            books_.suggestions.create(unit, {.party = request.party,
                                                                             .giver = request.giver,
                                                                             .subject = request.subject,
                                                                             .text = request.text,
                                                                             .service = request.service,
                                                                             .received_via = request.received_via}));
}

kit::Page<kit::Shown<Suggestion>> FeedbackDesk::list_suggestions(View& view, const api::ListSuggestions& request) {
    return books_.suggestions.list(view, request);
}

}  // namespace rapport::complaints
