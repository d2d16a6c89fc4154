// SPDX-License-Identifier: MIT
#include "services/notifier/rule.hpp"

namespace rapport::notifier {
namespace {

Rule acknowledgement() {
    return {.name = "Acknowledge receipt of a complaint",
            .event = "complaints.opened",
            .recipients = {Recipient::complainant},
            .templates = {{"en", "We have received your complaint {{complaint.number}}",
                           "Dear {{recipient.name}},\n\n"
                           "thank you for telling us. We have received your complaint \"{{complaint.subject}}\".\n"
                           "Its number is {{complaint.number}}; please name it when you write or call.\n\n"
                           "We will look into it and come back to you.\n"},
                          {"de", "Ihre Beschwerde {{complaint.number}} ist eingegangen",
                           "Guten Tag {{recipient.name}},\n\n"
                           "vielen Dank für Ihre Nachricht. Ihre Beschwerde „{{complaint.subject}}“ ist eingegangen.\n"
                           "Sie hat die Nummer {{complaint.number}}; bitte nennen Sie sie, wenn Sie uns schreiben oder "
                           "anrufen.\n\n"
                           "Wir prüfen sie und melden uns bei Ihnen.\n"}}};
}

Rule account_manager() {
    return {.name = "Tell the account manager of a new complaint",
            .event = "complaints.opened",
            .recipients = {Recipient::account_manager},
            .templates = {{"en",
                           "Complaint {{complaint.number}}{{#complaint.party_name}} from "
                           "{{complaint.party_name}}{{/complaint.party_name}}",
                           "{{complaint.subject}}\n\n"
                           "Number: {{complaint.number}}\n"
                           "Received: {{complaint.received_at}} via {{complaint.received_via}}\n"
                           "{{#complaint.priority}}\nPriority: {{complaint.priority}}\n{{/complaint.priority}}\n"}},
            .urgency = Urgency::high};
}

}  // namespace

std::vector<Rule> default_rules() { return {acknowledgement(), account_manager()}; }

}  // namespace rapport::notifier
