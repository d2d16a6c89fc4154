// SPDX-License-Identifier: MIT
#include "services/complaints/desks/feedback_desk.hpp"

namespace rapport::complaints {

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
    return books_.compliments.create(unit, {.party = request.party,
                                            .giver = request.giver,
                                            .praised = request.praised,
                                            .text = request.text,
                                            .consent_to_publish = request.consent_to_publish,
                                            .received_via = request.received_via});
}

Compliment FeedbackDesk::get_compliment(View& view, const kit::ById<ComplimentId>& request) {
    return books_.compliments.get(view, request.id);
}

kit::Page<Compliment> FeedbackDesk::list_compliments(View& view, const api::ListCompliments& request) {
    return books_.compliments.list(view, request);
}

Compliment FeedbackDesk::thank(Unit& unit, const api::MoveCompliment& request) {
    return books_.compliments.change(unit, request, api::compliment_moved, [&](const Compliment& before) {
        return moved(before, ComplimentState::thanked, unit.now());
    });
}

Compliment FeedbackDesk::forward(Unit& unit, const api::ForwardCompliment& request) {
    return books_.compliments.change(unit, request, api::compliment_moved, [&](const Compliment& before) {
        Compliment after = moved(before, ComplimentState::forwarded, unit.now());
        after.forwarded_to = request.to;
        return after;
    });
}

Compliment FeedbackDesk::publish(Unit& unit, const api::MoveCompliment& request) {
    return books_.compliments.change(unit, request, api::compliment_moved, [&](const Compliment& before) {
        return moved(before, ComplimentState::published, unit.now());
    });
}

Suggestion FeedbackDesk::add_suggestion(Unit& unit, const api::AddSuggestion& request) {
    if (request.service) book_.directory().check_service(unit, *request.service);
    return books_.suggestions.create(unit, {.party = request.party,
                                            .giver = request.giver,
                                            .subject = request.subject,
                                            .text = request.text,
                                            .service = request.service,
                                            .received_via = request.received_via});
}

Suggestion FeedbackDesk::get_suggestion(View& view, const kit::ById<SuggestionId>& request) {
    return books_.suggestions.get(view, request.id);
}

kit::Page<Suggestion> FeedbackDesk::list_suggestions(View& view, const api::ListSuggestions& request) {
    return books_.suggestions.list(view, request);
}

Suggestion FeedbackDesk::consider(Unit& unit, const api::ConsiderSuggestion& request) {
    return books_.suggestions.change(unit, request, api::suggestion_moved, [&](const Suggestion& before) {
        Suggestion after = moved(before, SuggestionState::considered, {}, unit.now());
        after.owner = request.owner ? request.owner : kit::user_acting(unit.actor());
        return after;
    });
}

Suggestion FeedbackDesk::adopt(Unit& unit, const api::DecideSuggestion& request) {
    return books_.suggestions.change(unit, request, api::suggestion_adopted, [&](const Suggestion& before) {
        return moved(before, SuggestionState::adopted, request.text, unit.now());
    });
}

Suggestion FeedbackDesk::decline(Unit& unit, const api::DecideSuggestion& request) {
    return books_.suggestions.change(unit, request, api::suggestion_moved, [&](const Suggestion& before) {
        return moved(before, SuggestionState::declined, request.text, unit.now());
    });
}

Suggestion FeedbackDesk::answer(Unit& unit, const api::DecideSuggestion& request) {
    return books_.suggestions.change(unit, request, api::suggestion_moved, [&](const Suggestion& before) {
        return moved(before, SuggestionState::answered, request.text, unit.now());
    });
}

}  // namespace rapport::complaints
