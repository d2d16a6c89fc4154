// SPDX-License-Identifier: MIT
#include "services/notifier/addressee.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"
#include "bus/base/unpack.hpp"

namespace rapport::notifier {
namespace {

using Found = std::variant<Addressee, Unreachable>;

/// Feedback that is no complaint, and whose it is.
struct Given {
    std::optional<Uuid> party;
    std::optional<Concerned::Person> giver;
    static constexpr auto fields = describe(Field{"party", &Given::party, "the registry's party"},
                                            Field{"giver", &Given::giver, "who says so, as they said themselves"});
};

struct About {
    std::optional<Concerned> complaint;
    std::optional<Given> question, suggestion, compliment;
    std::optional<std::string> role;
    static constexpr auto fields = describe(Field{"complaint", &About::complaint, "what the event is about"},
                                            Field{"question", &About::question, "what the event is about"},
                                            Field{"suggestion", &About::suggestion, "what the event is about"},
                                            Field{"compliment", &About::compliment, "what the event is about"},
                                            Field{"role", &About::role, "who is to act"});
};

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

using Text = std::optional<std::string>;

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
    auto about = decode_stored<About>(event.data);
    Concerned concerned = about.complaint.value_or(Concerned{});
    for (const auto& given : {about.question, about.suggestion, about.compliment})
        if (given) concerned = {.party = given->party, .complainant = given->giver};
    concerned.role = std::move(about.role);
    return concerned;
}

Found addressee_of_us(Recipient recipient, const Concerned& concerned, const std::optional<KnownUser>& user) {
    if (recipient == Recipient::former_address) return former_address(concerned);
    if (recipient == Recipient::owner && !concerned.owner) return Unreachable{"nobody has it to work on"};
    if (recipient == Recipient::role && !concerned.role) return Unreachable{"the event names no role"};
    if (recipient == Recipient::user && !concerned.user) return Unreachable{"the event is about no user"};
    if (recipient == Recipient::user && concerned.user->email)
        return at_address(concerned.user->name, *concerned.user->email);
    if (!user)
        return Unreachable{recipient == Recipient::role    ? "no user who may sign in has the role " + *concerned.role
                           : recipient == Recipient::owner ? "its owner is no user who is known here and may sign in"
                                                           : "it is about no user who is known here and may sign in",
                           true};
    if (!user->email) return Unreachable{"the user has no e-mail address", true};
    return at_address(user->name, *user->email);
}

Found addressee(Recipient recipient, const Concerned& concerned, const std::optional<KnownParty>& party,
                const std::optional<KnownContact>& contact) {
    switch (recipient) {
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
            break;
    }
    return Unreachable{"nobody of that kind is known here"};
}

}  // namespace rapport::notifier
