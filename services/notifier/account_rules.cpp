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
constexpr auto if_not_you_zh =
    "\n如果这不是您本人的操作，您也不知道有谁替您操作：请立即设置新密码并告知管理员，"
    "因为他人可能能够以您的身份登录。\n";

struct Words {
    std::string subject, text;
};

/// What a user is told of a change to how they sign in, and what to do if it was not them.
Rule to_user(const char* shipped, const char* name, const char* event, const Words& en, const Words& zh,
             const Words& de) {
    return {.name = name,
            .event = event,
            .recipients = {Recipient::user},
            .templates = {{"en", en.subject, "Dear {{recipient.name}},\n\n" + en.text + if_not_you_en},
                          {"zh", zh.subject, "{{recipient.name}}，您好！\n\n" + zh.text + if_not_you_zh},
                          {"de", de.subject, "Guten Tag {{recipient.name}},\n\n" + de.text + if_not_you_de}},
            .urgency = Urgency::high,
            .shipped = shipped};
}

Rule password_set() {
    return to_user("password_set", "Tell a user that their password was set", "accounts.password_set",
                   {"Your password was set",
                    "The password with which you sign in was set anew on {{time_local}}.\n"
                    "{{#by_name}}\nSet by: {{by_name}}\n{{/by_name}}"
                    "{{#until}}\nIt works until {{until_local}}: set one of your own before.\n{{/until}}"},
                   {"您的密码已被设置",
                    "您的登录密码已于{{time_local}}重新设置。\n"
                    "{{#by_name}}\n设置人：{{by_name}}\n{{/by_name}}"
                    "{{#until}}\n该密码有效期至{{until_local}}，请在此之前自行设置新密码。\n{{/until}}"},
                   {"Ihr Passwort wurde gesetzt",
                    "das Passwort, mit dem Sie sich anmelden, wurde neu gesetzt: {{time_local}}.\n"
                    "{{#by_name}}\nGesetzt von: {{by_name}}\n{{/by_name}}"
                    "{{#until}}\nEs gilt bis {{until_local}}: Setzen Sie vorher ein eigenes.\n{{/until}}"});
}

/// The one that the gateway makes for its first administrator is no news to anybody.
Rule token_created() {
    Rule rule = to_user("token_created", "Tell a user of a new API token of theirs", "accounts.token_created",
                        {"A new API token acts for you: {{token.name}}",
                         "An API token with which programs act on your behalf was made on {{time_local}}.\n\n"
                         "Name: {{token.name}}\n"
                         "May act as: {{#token.roles}}{{.}} {{/token.roles}}\n"
                         "{{#token.expires}}\nUntil: {{token.expires_local}}\n{{/token.expires}}"},
                        {"新的 API 令牌可以代表您操作：{{token.name}}",
                         "可让程序代表您操作的一个 API 令牌已于{{time_local}}创建。\n\n"
                         "名称：{{token.name}}\n"
                         "可使用的角色：{{#token.roles}}{{.}} {{/token.roles}}\n"
                         "{{#token.expires}}\n有效期至：{{token.expires_local}}\n{{/token.expires}}"},
                        {"Ein neues API-Token handelt für Sie: {{token.name}}",
                         "ein API-Token, mit dem Programme in Ihrem Namen handeln, wurde angelegt: {{time_local}}.\n\n"
                         "Name: {{token.name}}\n"
                         "Darf handeln als: {{#token.roles}}{{.}} {{/token.roles}}\n"
                         "{{#token.expires}}\nBis: {{token.expires_local}}\n{{/token.expires}}"});
    rule.where = "not data.by = gateway";
    return rule;
}

Rule token_revoked() {
    return to_user(
        "token_revoked", "Tell a user that an API token of theirs was revoked", "accounts.token_revoked",
        {"Your API token was revoked: {{token.name}}",
         "The API token \"{{token.name}}\", with which programs acted on your behalf, was revoked on {{time_local}} "
         "and opens nothing any more.\n"},
        {"您的 API 令牌已被撤销：{{token.name}}",
         "曾让程序代表您操作的 API 令牌“{{token.name}}”已于{{time_local}}被撤销，不再有效。\n"},
        {"Ihr API-Token wurde widerrufen: {{token.name}}",
         "das API-Token „{{token.name}}“, mit dem Programme in Ihrem Namen gehandelt haben, wurde widerrufen "
         "und öffnet nichts mehr: {{time_local}}.\n"});
}

Rule user_changed() {
    Rule rule = to_user("user_changed", "Tell a user of changes to what they may do and where they are reached",
                        "accounts.user_changed",
                        {"Your user {{user.name}} was changed",
                         "On {{time_local}} this was changed of your user {{user.name}}:\n\n"
                         "{{#changes}}\n- {{field}}\n{{/changes}}\n"
                         "Roles now: {{#user.roles}}{{.}} {{/user.roles}}\n"
                         "{{^user.active}}\nYou cannot sign in any more.\n{{/user.active}}"},
                        {"您的用户 {{user.name}} 已被更改",
                         "您的用户 {{user.name}} 的以下内容已于{{time_local}}被更改：\n\n"
                         "{{#changes}}\n- {{field}}\n{{/changes}}\n"
                         "当前角色：{{#user.roles}}{{.}} {{/user.roles}}\n"
                         "{{^user.active}}\n您已无法登录。\n{{/user.active}}"},
                        {"Ihr Benutzer {{user.name}} wurde geändert",
                         "an Ihrem Benutzer {{user.name}} wurde Folgendes geändert ({{time_local}}):\n\n"
                         "{{#changes}}\n- {{field}}\n{{/changes}}\n"
                         "Rollen jetzt: {{#user.roles}}{{.}} {{/user.roles}}\n"
                         "{{^user.active}}\nSie können sich nicht mehr anmelden.\n{{/user.active}}"});
    rule.where = "data.changes.field in (email, roles, parties, active)";
    return rule;
}

/// Whoever takes a user over changes the address first. The new one is not named: the old mailbox may be another's.
Rule address_changed() {
    Rule rule =
        to_user("address_changed", "Tell a user's former address that it was replaced", "accounts.user_changed",
                {"Mail for {{user.name}} goes to another address from now on",
                 "The e-mail address of your user {{user.name}} was replaced on {{time_local}}. This one gets no mail "
                 "for it any more.\n"},
                {"{{user.name}} 的邮件今后将发送到其他地址",
                 "您的用户 {{user.name}} 的电子邮箱已于{{time_local}}被更换。本邮箱今后不再收到该用户的邮件。\n"},
                {"Post für {{user.name}} geht ab jetzt an eine andere Adresse",
                 "die E-Mail-Adresse Ihres Benutzers {{user.name}} wurde ersetzt: {{time_local}}. Diese hier bekommt "
                 "dafür keine Post mehr.\n"});
    rule.where = "data.changes.field = email";
    rule.recipients = {Recipient::former_address};
    return rule;
}

Rule new_device() {
    return to_user(
        "new_device", "Tell a user of a sign-in from where they never signed in before",
        "accounts.signed_in_new_device",
        {"A sign-in from a new device",
         "Somebody signed in as you on {{time_local}}, from a browser and an address that we had not seen before.\n"
         "{{#address}}\nAddress: {{address}}\n{{/address}}"},
        {"有新设备登录",
         "有人于{{time_local}}以您的身份登录，所用的浏览器和地址是我们此前未见过的。\n"
         "{{#address}}\n地址：{{address}}\n{{/address}}"},
        {"Eine Anmeldung von einem neuen Gerät",
         "jemand hat sich als Sie angemeldet ({{time_local}}), mit einem Browser und von einer Adresse, die wir noch "
         "nicht kannten.\n"
         "{{#address}}\nAdresse: {{address}}\n{{/address}}"});
}

Rule second_factor_enrolled() {
    return to_user(
        "second_factor_enrolled", "Tell a user that they sign in with a second factor",
        "accounts.second_factor_enrolled",
        {"You sign in with a code from now on",
         "A second factor was set up for you on {{time_local}}: beside your password, signing in takes a code of your "
         "authenticator program from now on. All other sessions of yours were ended.\n"},
        {"今后登录需要验证码",
         "已于{{time_local}}为您设置第二重验证：今后登录除密码外，还需要验证器应用显示的验证码。"
         "您的其他会话均已结束。\n"},
        {"Sie melden sich ab jetzt mit einem Code an",
         "für Sie wurde ein zweiter Faktor eingerichtet ({{time_local}}): Neben dem Passwort braucht die Anmeldung ab "
         "jetzt einen Code Ihrer Authenticator-App. Alle Ihre anderen Sitzungen wurden beendet.\n"});
}

Rule second_factor_removed() {
    return to_user("second_factor_removed", "Tell a user that their second factor was removed",
                   "accounts.second_factor_removed",
                   {"Your second factor was removed",
                    "Your second factor was removed on {{time_local}}: your password alone signs you in from now on, "
                    "until you set up a new one.\n"
                    "{{#by_name}}\nRemoved by: {{by_name}}\n{{/by_name}}"},
                   {"您的第二重验证已被移除",
                    "您的第二重验证已于{{time_local}}被移除：在重新设置之前，仅凭密码即可登录。\n"
                    "{{#by_name}}\n移除人：{{by_name}}\n{{/by_name}}"},
                   {"Ihr zweiter Faktor wurde entfernt",
                    "Ihr zweiter Faktor wurde entfernt ({{time_local}}): Ab jetzt genügt Ihr Passwort, bis Sie einen "
                    "neuen einrichten.\n"
                    "{{#by_name}}\nEntfernt von: {{by_name}}\n{{/by_name}}"});
}

Rule recovery_codes_made() {
    return to_user("recovery_codes_made", "Tell a user of their new recovery codes", "accounts.recovery_codes_made",
                   {"You have new recovery codes",
                    "New recovery codes were made for you on {{time_local}}. Those of before open nothing any more.\n"},
                   {"您有了新的恢复码", "已于{{time_local}}为您生成新的恢复码。之前的恢复码已全部失效。\n"},
                   {"Sie haben neue Wiederherstellungscodes",
                    "für Sie wurden neue Wiederherstellungscodes erzeugt ({{time_local}}). Die bisherigen gelten nicht "
                    "mehr.\n"});
}

Rule recovery_code_used() {
    return to_user(
        "recovery_code_used", "Tell a user that a recovery code of theirs was used", "accounts.recovery_code_used",
        {"One of your recovery codes was used",
         "One of your recovery codes was used on {{time_local}} in the place of a code of your authenticator "
         "program.\n\nLeft: {{codes_left}}\n"},
        {"您的一个恢复码已被使用",
         "您的一个恢复码已于{{time_local}}代替验证器应用的验证码被使用。\n\n剩余：{{codes_left}}\n"},
        {"Einer Ihrer Wiederherstellungscodes wurde benutzt",
         "einer Ihrer Wiederherstellungscodes wurde anstelle eines Codes Ihrer Authenticator-App benutzt "
         "({{time_local}}).\n\nÜbrig: {{codes_left}}\n"});
}

/// Anybody can cause this one: nothing that a stranger may have written stands in it.
Rule locked() {
    return to_user(
        "locked", "Tell a user that wrong passwords were given too often", "accounts.locked",
        {"Wrong passwords were given for you too often",
         "On {{time_local}} a wrong password or code was given for you once too often.\n"
         "{{#address}}\nFrom the address: {{address}}\n{{/address}}"
         "{{#until}}\nFurther attempts are refused until {{until_local}}.\n{{/until}}"},
        {"您的密码被多次输错",
         "有人于{{time_local}}输错您的密码或验证码，次数过多。\n"
         "{{#address}}\n来自地址：{{address}}\n{{/address}}"
         "{{#until}}\n在{{until_local}}之前的登录尝试将被拒绝。\n{{/until}}"},
        {"Zu oft ein falsches Passwort",
         "für Sie wurde einmal zu oft ein falsches Passwort oder ein falscher Code angegeben ({{time_local}}).\n"
         "{{#address}}\nVon der Adresse: {{address}}\n{{/address}}"
         "{{#until}}\nWeitere Versuche werden abgelehnt bis {{until_local}}.\n{{/until}}"});
}

}  // namespace

std::vector<Rule> account_rules() {
    return {
        password_set(),      token_created(), token_revoked(),          user_changed(),          address_changed(),
        new_device(),        locked(),        second_factor_enrolled(), second_factor_removed(), recovery_codes_made(),
        recovery_code_used()};
}

}  // namespace rapport::notifier
