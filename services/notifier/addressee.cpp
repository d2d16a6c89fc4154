// SPDX-License-Identifier: MIT
#include "services/notifier/addressee.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"
#include "bus/base/unpack.hpp"
#include "services/notifier/event_fields.hpp"

namespace rapport::notifier {
namespace {

using Found = std::variant<Addressee, Unreachable>;

using Text = std::optional<std::string>;

Text text_at(const Any& data, const std::string& path) {
    auto texts = texts_at(data, path);
    if (texts.empty()) return {};
    return std::move(texts.front());
}
std::optional<Uuid> id_at(const Any& data, const std::string& path) {
    const auto text = text_at(data, path);
    return text ? uuid_from(*text) : std::nullopt;
}

/// As they said themselves.
std::optional<Concerned::Person> person_at(const Any& data, const std::string& path) {
    auto name = text_at(data, path + ".name"), email = text_at(data, path + ".email");
    if (!name && !email) return {};
    return Concerned::Person{std::move(name).value_or(""), std::move(email), text_at(data, path + ".language")};
}

/// The records of the data that may say whom it is about: what was filed first, of feedback before complaints.
std::vector<std::string> records_about(const Any& data) {
    constexpr std::array first{"question"sv, "suggestion"sv, "compliment"sv, "complaint"sv};
    auto names = records_in(data);
    std::ranges::stable_sort(names, {}, [&first](const std::string& name) { return std::ranges::find(first, name); });
    return names;
}

/// A user, as accounts tell of one in `user`.
struct ToldUser {
    std::string id, name;
    std::optional<std::string> full_name, email;
    static constexpr auto fields =
        describe(Field{"id", &ToldUser::id, "which"}, Field{"name", &ToldUser::name, "login"},
                 Field{"full_name", &ToldUser::full_name, "for people", personal},
                 Field{"email", &ToldUser::email, "where to write to", personal});
};
struct ToldToken {
    kit::UserId owner;
    static constexpr auto fields = describe(Field{"owner", &ToldToken::owner, "whose"});
};
/// An event of accounts: of a user's record, of a token, or of what happened to the sign-in of `user`, an id.
struct OfAccounts {
    Any user;
    std::optional<ToldToken> token;
    std::string name;
    std::optional<std::string> full_name, email, former_email;
    std::vector<Change> changes;
    static constexpr auto fields =
        describe(Field{"user", &OfAccounts::user, "the user, or the id", defaulted},
                 Field{"token", &OfAccounts::token, "the token that it is about"},
                 Field{"name", &OfAccounts::name, "login", defaulted},
                 Field{"full_name", &OfAccounts::full_name, "for people", personal},
                 Field{"email", &OfAccounts::email, "where to write to", personal},
                 Field{"former_email", &OfAccounts::former_email, "where to write to until then", personal},
                 Field{"changes", &OfAccounts::changes, "what changed of the user", defaulted});
};

std::optional<std::string> text_in(const Any& value) {
    if (value.empty()) return {};
    const Unpacked unpacked(value.bytes);
    if (unpacked.value().type != msgpack::type::STR) return {};
    const auto& text = unpacked.value().via.str;
    return std::string(text.ptr, text.size);
}

/// What `changes` say that the address was before.
std::optional<std::string> address_before(const std::vector<Change>& changes) {
    const auto found = std::ranges::find(changes, "email", &Change::field);
    return found == changes.end() ? std::nullopt : text_in(found->before);
}

std::optional<Concerned::User> user_of(const Any& data) {
    auto told = decode<OfAccounts>(data);
    ToldUser user{.name = std::move(told.name), .full_name = std::move(told.full_name), .email = std::move(told.email)};
    if (auto id = text_in(told.user)) user.id = *std::move(id);
    else if (!told.user.empty()) user = decode<ToldUser>(told.user);
    else if (told.token) user.id = to_text(told.token->owner);
    if (user.id.empty()) return {};
    return Concerned::User{.id = std::move(user.id),
                           .name = user.full_name.value_or(user.name),
                           .email = std::move(user.email),
                           .former_email = told.former_email ? told.former_email : address_before(told.changes)};
}

constexpr auto party_unknown = "the party is not known here";

/// What was stored long ago may be none. Whether it exists is for the mail server to say.
bool usable(const std::string& email) { return is_email_address(email); }

/// The first that is there.
Text first_of(std::initializer_list<Text> texts) {
    for (const Text& each : texts)
        if (each) return each;
    return {};
}

Found complainant(const Concerned& concerned, const std::optional<KnownParty>& party,
                  const std::optional<KnownContact>& contact) {
    const auto& self = concerned.complainant;
    const KnownContact speaker = contact && !contact->inactive ? *contact : KnownContact{};
    Addressee to{.name = self ? self->name : speaker.person.name,
                 .address = {},
                 .language = first_of({speaker.language, self ? self->language : Text(), speaker.person.language,
                                       party ? party->language : Text()}),
                 .time_zone = first_of({speaker.person.time_zone, party ? party->time_zone : Text()})};
    if (self && self->email) {
        if (!usable(*self->email)) return Unreachable{"what the complainant gave is no e-mail address"};
        to.address = *self->email;
        return to;
    }
    if (concerned.contact && !contact) return Unreachable{"the contact is not known here", true};
    if (speaker.person.email && usable(*speaker.person.email)) {
        to.address = *speaker.person.email;
        return to;
    }
    if (!concerned.party) return Unreachable{"the complainant gave no e-mail address"};
    if (!party) return Unreachable{party_unknown, true};
    if (!party->email) return Unreachable{"the party has no e-mail address", true};
    if (!usable(*party->email)) return Unreachable{"what the registry has for the party is no e-mail address"};
    if (to.name.empty()) to.name = party->name;
    to.address = *party->email;
    return to;
}

Found at_address(const std::string& name, const std::string& email) {
    if (!usable(email)) return Unreachable{"what accounts have for the user is no e-mail address"};
    return Addressee{name, email, {}};
}

Found account_manager(const Concerned& concerned, const std::optional<KnownParty>& party) {
    if (!concerned.party) return Unreachable{"no party is named, so there is no account manager"};
    if (!party) return Unreachable{party_unknown, true};
    const auto& manager = party->account_manager;
    if (!manager) return Unreachable{"the party has no account manager", true};
    if (!manager->email)
        return Unreachable{"the account manager is no user who may sign in and has an e-mail address", true};
    return at_address(manager->name, *manager->email);
}

Found former_address(const Concerned& concerned) {
    if (!concerned.user || !concerned.user->former_email)
        return Unreachable{"the event changes no e-mail address that there was before"};
    return at_address(concerned.user->name, *concerned.user->former_email);
}

}  // namespace

Concerned concerned_by(const bus::Event& event) {
    if (event.source == "accounts") return {.user = user_of(event.data)};
    Concerned concerned{.parties = event.parties};
    for (const std::string& record : records_about(event.data)) {
        const std::string in = record + ".";
        if (!concerned.owner) concerned.owner = text_at(event.data, in + "owner");
        if (!concerned.owner) concerned.owner = text_at(event.data, in + "former_owner");
        if (concerned.party || concerned.complainant || concerned.contact) continue;
        concerned.party = id_at(event.data, in + "party");
        concerned.contact = id_at(event.data, in + "contact");
        concerned.complainant = person_at(event.data, in + "complainant");
        if (!concerned.complainant) concerned.complainant = person_at(event.data, in + "giver");
    }
    if (!concerned.owner) concerned.owner = text_at(event.data, "owner");
    if (!concerned.party) concerned.party = id_at(event.data, "party");
    concerned.role = text_at(event.data, "role");
    return concerned;
}

Found addressee_of_contact(const std::optional<KnownContact>& contact) {
    if (!contact) return Unreachable{"the contact is not known here", true};
    const KnownParty& person = contact->person;
    if (contact->inactive) return Unreachable{"the contact is inactive, and gets no notice"};
    if (!person.email) return Unreachable{"the contact has no e-mail address", true};
    if (!usable(*person.email)) return Unreachable{"what the registry has for the contact is no e-mail address"};
    return Addressee{person.name, *person.email, first_of({contact->language, person.language}), person.time_zone};
}

Found addressee_of_us(const Recipient& recipient, const Concerned& concerned,
                      const std::optional<kit::KnownUser>& user) {
    if (recipient == Recipient::former_address) return former_address(concerned);
    if (recipient == Recipient::owner && !concerned.owner) return Unreachable{"nobody has it to work on"};
    if (recipient == Recipient::role && !concerned.role) return Unreachable{"the event names no role"};
    if (recipient == Recipient::user && !concerned.user) return Unreachable{"the event is about no user"};
    if (recipient == Recipient::user && concerned.user->email)
        return at_address(concerned.user->name, *concerned.user->email);
    if (!user)
        return Unreachable{recipient.kind == Recipient::user_role
                               ? "no user who may sign in has the role " + recipient.which
                           : recipient == Recipient::role  ? "no user who may sign in has the role " + *concerned.role
                           : recipient == Recipient::owner ? "its owner is no user who is known here and may sign in"
                                                           : "it is about no user who is known here and may sign in",
                           true};
    if (!user->email) return Unreachable{"the user has no e-mail address", true};
    return at_address(user->shown_name(), *user->email);
}

Found addressee(const Recipient& recipient, const Concerned& concerned, const std::optional<KnownParty>& party,
                const std::optional<KnownContact>& contact) {
    switch (recipient.kind) {
        case Recipient::complainant:
            return complainant(concerned, party, contact);
        case Recipient::account_manager:
            return account_manager(concerned, party);
        case Recipient::channel:
            return Addressee{};
        case Recipient::owner:
        case Recipient::role:
        case Recipient::user:
        case Recipient::former_address:
        case Recipient::contact:
        case Recipient::tagged:
        case Recipient::user_role:
        case Recipient::field:
            break;
    }
    return Unreachable{"nobody of that kind is known here"};
}

}  // namespace rapport::notifier
