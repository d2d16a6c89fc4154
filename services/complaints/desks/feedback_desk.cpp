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
        on(api::create_compliment, this, &FeedbackDesk::create_compliment),
        on(api::get_compliment, compliments.table()),
        on(api::list_compliments, compliments.table()),
        compliments.move(api::thank, api::compliment_moved,
                         [](Unit& unit, Compliment& compliment, const auto&) { compliment.thanked_at = unit.now(); }),
        compliments.move(api::forward_compliment, api::compliment_moved,
                         [](Unit& unit, Compliment& compliment, const api::ForwardCompliment& request) {
                             compliment.forwarded_at = unit.now();
                             compliment.forwarded_to = request.to;
                         }),
        compliments.move(api::publish_compliment, api::compliment_moved,
                         [](Unit& unit, Compliment& compliment, const auto&) { compliment.published_at = unit.now(); }),
        on(api::create_suggestion, this, &FeedbackDesk::create_suggestion),
        on(api::get_suggestion, suggestions.table()),
        on(api::list_suggestions, suggestions.table()),
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

kit::Shown<Compliment> FeedbackDesk::create_compliment(Unit& unit, const kit::New<Compliment>& request) {
    return books_.compliments.table().shown(unit, books_.compliments.create(unit, request.entity));
}

kit::Shown<Suggestion> FeedbackDesk::create_suggestion(Unit& unit, const kit::New<Suggestion>& request) {
    if (request.entity.service) book_.directory().check_service(unit, *request.entity.service);
    return books_.suggestions.table().shown(unit, books_.suggestions.create(unit, request.entity));
}

}  // namespace rapport::complaints
