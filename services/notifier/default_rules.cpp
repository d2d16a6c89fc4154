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

/// What the complainant is told of one event, in English and German.
Rule to_complainant(const char* name, const char* event, const char* subject_en, const char* text_en,
                    const char* subject_de, const char* text_de) {
    return {.name = name,
            .event = event,
            .recipients = {Recipient::complainant},
            .templates = {{"en", subject_en, std::string("Dear {{recipient.name}},\n\n") + text_en},
                          {"de", subject_de, std::string("Guten Tag {{recipient.name}},\n\n") + text_de}}};
}

Rule offer() {
    return to_complainant("Tell the complainant what is offered", "complaints.proposed",
                          "Your complaint {{complaint.number}}: what we offer",
                          "this is what we offer to put right what you told us of:\n\n{{complaint.resolution}}\n\n"
                          "Please let us know whether you agree.\n",
                          "Ihre Beschwerde {{complaint.number}}: unser Vorschlag",
                          "das schlagen wir Ihnen vor:\n\n{{complaint.resolution}}\n\n"
                          "Bitte sagen Sie uns, ob Sie einverstanden sind.\n");
}

Rule reminder() {
    return to_complainant("Remind the complainant of what is offered", "complaints.reminded",
                          "Your complaint {{complaint.number}}: do you agree?",
                          "we have not heard from you about what we offer:\n\n{{complaint.resolution}}\n\n"
                          "If we do not hear from you by {{complaint.reply_by}}, we close your complaint.\n",
                          "Ihre Beschwerde {{complaint.number}}: sind Sie einverstanden?",
                          "zu unserem Vorschlag haben wir noch nichts von Ihnen gehört:\n\n{{complaint.resolution}}\n\n"
                          "Ohne Antwort bis {{complaint.reply_by}} schließen wir Ihre Beschwerde.\n");
}

Rule owner() {
    return {.name = "Tell the new owner of a complaint",
            .event = "complaints.assigned",
            .recipients = {Recipient::owner},
            .templates = {{"en", "Complaint {{complaint.number}} is yours",
                           "{{complaint.subject}}\n\n"
                           "{{#complaint.priority}}\nPriority: {{complaint.priority}}\n{{/complaint.priority}}\n"}}};
}

Rule escalation() {
    return {.name = "Tell those who are to act on an escalation",
            .event = "complaints.escalated",
            .recipients = {Recipient::role},
            .templates = {{"en", "Escalated: complaint {{complaint.number}}, level {{complaint.escalation_level}}",
                           "{{complaint.subject}}\n\n"
                           "Because of: {{complaint.escalation.by}}\n"
                           "{{#complaint.escalation.reason}}\n{{complaint.escalation.reason}}\n"
                           "{{/complaint.escalation.reason}}\n"
                           "You are told as {{role}}. Answer the escalation, or it goes on to the next level.\n"}},
            .urgency = Urgency::high};
}

}  // namespace

std::vector<Rule> default_rules() {
    return {acknowledgement(), account_manager(), offer(), reminder(), owner(), escalation()};
}

}  // namespace rapport::notifier
