// SPDX-License-Identifier: MIT
#include "services/complaints/desk.hpp"

#include <algorithm>
#include <iterator>

#include "services/complaints/schema.hpp"
#include "services/complaints/words.hpp"
#include "services/kit/party_staff.hpp"

namespace rapport::complaints {

kit::Definition Desk::definition() {
    kit::Definition definition{"complaints", "Complaints from receipt to closure, with their actions", {}, schema};
    definition.numbered = {
        {'C', "complaints"}, {'C', "questions"}, {'F', "compliments"}, {'F', "suggestions"}, {'R', "reviews"}};
    definition.party_fields = {"complaint.party", "compliment.party", "suggestion.party", "question.party"};
    definition.own_parties = kit::parties_of_staff();
    definition.words = words;
    for (kit::Routes routes : {book_.routes(), intake_.routes(), cases_.routes(), categories_.routes(), moves_.routes(),
                               bulk_.routes(), escalation_.routes(), targets_.routes(), notes_.routes(),
                               links_.routes(), assignment_.routes(), feedback_.routes(), questions_.routes(),
                               reports_.routes(), reviews_.routes(), outside_.routes(), overview_.routes()})
        std::ranges::move(routes, std::back_inserter(definition.routes));
    book_.store().add_derivations(definition.derivations);
    feedback_.add_derivations(definition.derivations);
    questions_.add_derivations(definition.derivations);
    return definition;
}

}  // namespace rapport::complaints
