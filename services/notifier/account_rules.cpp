// SPDX-License-Identifier: MIT
#include "services/notifier/rule.hpp"

namespace rapport::notifier {
namespace {

constexpr auto if_not_you_en =
    "\nIf you did not do this and know of nobody who did it for you, set a new password and tell your administrator at "
    "once: somebody else may be able to sign in as you.\n";
constexpr auto if_not_you_de =
    "\nWenn Sie das nicht waren und von niemandem wissen, der es für Sie getan hat: Setzen Sie ein neues Passwort und "
    "sagen Sie sofort Ihrer Administration Bescheid. Jemand anderes kann sich möglicherweise als Sie anmelden.\n";

struct Words {
    std::string subject, text;
};

/// What a user is told of a change to how they sign in, in English and German, and what to do if it was not them.
Rule to_user(const char* name, const char* event, const Words& en, const Words& de) {
    return {.name = name,
            .event = event,
            .recipients = {Recipient::user},
            .templates = {{"en", en.subject, "Dear {{recipient.name}},\n\n" + en.text + if_not_you_en},
                          {"de", de.subject, "Guten Tag {{recipient.name}},\n\n" + de.text + if_not_you_de}},
            .urgency = Urgency::high};
}

Rule password_set() {
    return to_user("Tell a user that their password was set", "accounts.password_set",
                   {"Your password was set",
                    "the password with which you sign in was set anew at {{time}}.\n"
                    "{{#by_name}}\nSet by: {{by_name}}\n{{/by_name}}"
                    "{{#until}}\nIt works until {{until}}: set one of your own before.\n{{/until}}"},
                   {"Ihr Passwort wurde gesetzt",
                    "das Passwort, mit dem Sie sich anmelden, wurde neu gesetzt: {{time}}.\n"
                    "{{#by_name}}\nGesetzt von: {{by_name}}\n{{/by_name}}"
                    "{{#until}}\nEs gilt bis {{until}}: Setzen Sie vorher ein eigenes.\n{{/until}}"});
}

/// The one that the gateway makes for its first administrator is no news to anybody.
Rule token_created() {
    Rule rule = to_user("Tell a user of a new API token of theirs", "accounts.token_created",
                        {"A new API token acts for you: {{token.name}}",
                         "an API token with which programs act on your behalf was made at {{time}}.\n\n"
                         "Name: {{token.name}}\n"
                         "May act as: {{#token.roles}}{{.}} {{/token.roles}}\n"
                         "{{#token.expires}}\nUntil: {{token.expires}}\n{{/token.expires}}"},
                        {"Ein neues API-Token handelt für Sie: {{token.name}}",
                         "ein API-Token, mit dem Programme in Ihrem Namen handeln, wurde angelegt: {{time}}.\n\n"
                         "Name: {{token.name}}\n"
                         "Darf handeln als: {{#token.roles}}{{.}} {{/token.roles}}\n"
                         "{{#token.expires}}\nBis: {{token.expires}}\n{{/token.expires}}"});
    rule.where = "not data.by = gateway";
    return rule;
}

Rule token_revoked() {
    return to_user(
        "Tell a user that an API token of theirs was revoked", "accounts.token_revoked",
        {"Your API token was revoked: {{token.name}}",
         "the API token \"{{token.name}}\", with which programs acted on your behalf, was revoked at {{time}} "
         "and opens nothing any more.\n"},
        {"Ihr API-Token wurde widerrufen: {{token.name}}",
         "das API-Token „{{token.name}}“, mit dem Programme in Ihrem Namen gehandelt haben, wurde widerrufen "
         "und öffnet nichts mehr: {{time}}.\n"});
}

Rule user_changed() {
    Rule rule =
        to_user("Tell a user of changes to what they may do and where they are reached", "accounts.user_changed",
                {"Your user {{user.name}} was changed",
                 "at {{time}} this was changed of your user {{user.name}}:\n\n"
                 "{{#changes}}\n- {{field}}\n{{/changes}}\n"
                 "Roles now: {{#user.roles}}{{.}} {{/user.roles}}\n"
                 "{{^user.active}}\nYou cannot sign in any more.\n{{/user.active}}"},
                {"Ihr Benutzer {{user.name}} wurde geändert",
                 "an Ihrem Benutzer {{user.name}} wurde Folgendes geändert ({{time}}):\n\n"
                 "{{#changes}}\n- {{field}}\n{{/changes}}\n"
                 "Rollen jetzt: {{#user.roles}}{{.}} {{/user.roles}}\n"
                 "{{^user.active}}\nSie können sich nicht mehr anmelden.\n{{/user.active}}"});
    rule.where = "data.changes.field in (email, roles, parties, active)";
    return rule;
}

/// Whoever takes a user over changes the address first. The new one is not named: the old mailbox may be another's.
Rule address_changed() {
    Rule rule =
        to_user("Tell a user's former address that it was replaced", "accounts.user_changed",
                {"Mail for {{user.name}} goes to another address from now on",
                 "the e-mail address of your user {{user.name}} was replaced at {{time}}. This one gets no mail "
                 "for it any more.\n"},
                {"Post für {{user.name}} geht ab jetzt an eine andere Adresse",
                 "die E-Mail-Adresse Ihres Benutzers {{user.name}} wurde ersetzt: {{time}}. Diese hier bekommt "
                 "dafür keine Post mehr.\n"});
    rule.where = "data.changes.field = email";
    rule.recipients = {Recipient::former_address};
    return rule;
}

Rule new_device() {
    return to_user(
        "Tell a user of a sign-in from where they never signed in before", "accounts.signed_in_new_device",
        {"A sign-in from a new device",
         "somebody signed in as you at {{time}}, from a browser and an address that we had not seen before.\n"
         "{{#address}}\nAddress: {{address}}\n{{/address}}"},
        {"Eine Anmeldung von einem neuen Gerät",
         "jemand hat sich als Sie angemeldet ({{time}}), mit einem Browser und von einer Adresse, die wir noch "
         "nicht kannten.\n"
         "{{#address}}\nAdresse: {{address}}\n{{/address}}"});
}

/// Anybody can cause this one: nothing that a stranger may have written stands in it.
Rule locked() {
    return to_user("Tell a user that wrong passwords were given too often", "accounts.locked",
                   {"Wrong passwords were given for you too often",
                    "at {{time}} a wrong password was given for you once too often.\n"
                    "{{#address}}\nFrom the address: {{address}}\n{{/address}}"
                    "{{#until}}\nFurther attempts are refused until {{until}}.\n{{/until}}"},
                   {"Zu oft ein falsches Passwort",
                    "für Sie wurde einmal zu oft ein falsches Passwort angegeben ({{time}}).\n"
                    "{{#address}}\nVon der Adresse: {{address}}\n{{/address}}"
                    "{{#until}}\nWeitere Versuche werden abgelehnt bis {{until}}.\n{{/until}}"});
}

}  // namespace

std::vector<Rule> account_rules() {
    return {password_set(),    token_created(), token_revoked(), user_changed(),
            address_changed(), new_device(),    locked()};
}

}  // namespace rapport::notifier
