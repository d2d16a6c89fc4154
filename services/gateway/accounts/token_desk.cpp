// SPDX-License-Identifier: MIT
#include "services/gateway/accounts/token_desk.hpp"

#include <algorithm>
#include <set>

#include "services/kit/store/cursor.hpp"

namespace rapport::gateway::accounts {
namespace {

/// How many tokens may each have made the next.
constexpr std::size_t longest_line = 10;

/// The roles of either that whoever has the other's may act in as well.
std::vector<Role> in_common(const std::vector<Role>& a, const std::vector<Role>& b) {
    std::vector<Role> out = within(a, b);
    for (const Role role : within(b, a))
        if (!std::ranges::count(out, role)) out.push_back(role);
    return out;
}

/// Tokens and which made which.
class Lines {
public:
    explicit Lines(std::vector<StoredToken> tokens) : tokens_(std::move(tokens)) {
        for (const StoredToken& stored : tokens_) parents_.emplace(stored.id, stored.token.parent);
    }
    /// Those tokens and those that they made, and so on, oldest first.
    std::vector<StoredToken> below(const std::set<TokenId>& tops) const {
        std::vector<StoredToken> out;
        std::ranges::copy_if(tokens_, std::back_inserter(out),
                             [&](const auto& stored) { return is_below(stored.id, tops); });
        std::ranges::sort(out, {}, &StoredToken::id);
        return out;
    }
    /// How many made one another until that one, itself among them.
    std::size_t length(std::optional<TokenId> token) const {
        std::size_t count = 0;
        for (; token; ++count) token = parent(*token);
        return count;
    }

private:
    std::optional<TokenId> parent(const TokenId& token) const {
        const auto found = parents_.find(token);
        return found == parents_.end() ? std::nullopt : found->second;
    }
    bool is_below(std::optional<TokenId> token, const std::set<TokenId>& tops) const {
        for (; token; token = parent(*token))
            if (tops.contains(*token)) return true;
        return false;
    }

    std::vector<StoredToken> tokens_;
    std::unordered_map<TokenId, std::optional<TokenId>> parents_;
};

}  // namespace

kit::Routes TokenDesk::routes() {
    return {on(api::create_token, this, &TokenDesk::create), on(api::list_tokens, this, &TokenDesk::list),
            on(api::revoke_token, this, &TokenDesk::revoke_one), tells(api::token_created), tells(api::token_revoked)};
}

Token TokenDesk::add(kit::Unit& unit, Token token, const std::string& digest, const User& owner, api::By by) {
    token.version = 1;
    StoredToken stored{.id = token.id, .owner = token.owner, .digest = digest, .token = token};
    store_.tokens().put(unit, stored);
    unit.emit(api::token_created, token.id, told_to(owner, api::TokenEvent{.token = token, .by = by}));
    directory_.put(unit, stored);
    return token;
}

api::TokenMade TokenDesk::create(kit::Unit& unit, const api::CreateToken& request) {
    const Caller maker = caller_of(unit, store_);
    if (!request.owner && !maker.user) throw invalid("owner", "must be given by who is no user");
    const User owner = request.owner ? store_.users().get(unit, *request.owner) : *maker.user;
    if (!maker.is(owner.id) && !administers(unit.actor()))
        throw Error(Code::permission_denied, "owner: a token on behalf of another is for the role admin");
    Token token{.id = unit.new_id<TokenId>(),
                .owner = owner.id,
                .name = request.name,
                .roles = request.roles,
                .parties = request.parties,
                .created = unit.now(),
                .expires = request.expires};
    const std::string secret = new_secret(token_prefix);
    return {add(unit, rightly_narrowed(unit, maker, owner, std::move(token)), directory_.token_digest(secret), owner,
                maker.is(owner.id) ? api::By::self : api::By::administrator),
            secret};
}

/// What was left open is as wide as its maker may give it; what is wider is refused.
Token TokenDesk::rightly_narrowed(const kit::Unit& unit, const Caller& maker, const User& owner, Token token) const {
    const Actor& actor = unit.actor();
    if (token.roles.empty()) token.roles = in_common(owner.roles, roles_of(actor));
    if (token.parties.empty()) token.parties = actor.parties;
    if (within(token.roles, roles_of(actor)) != token.roles) throw invalid("roles", "must be among your own");
    if (within(token.roles, owner.roles) != token.roles || token.roles.empty())
        throw invalid("roles", "must be among its owner's");
    for (const std::string& party : token.parties)
        if (!actor.parties.empty() && !std::ranges::count(actor.parties, party))
            throw invalid("parties", "must be among your own");
    if (token.expires && *token.expires <= unit.now()) throw invalid("expires", "must be in the future");
    if (!maker.token) return token;
    token.parent = maker.token->id;
    const auto& end = maker.token->token.expires;
    if (end && token.expires && *token.expires > *end)
        throw invalid("expires", "must not be later than that of the token that makes it");
    if (!token.expires) token.expires = end;
    if (Lines(store_.all_tokens(unit.db())).length(token.parent) >= longest_line)
        throw Error(Code::failed_precondition, "tokens made this one and each other ten times: let a person make one");
    return token;
}

kit::Page<Token> TokenDesk::list(kit::View& view, const api::ListTokens& request) {
    const Caller caller = caller_of(view, store_);
    const bool sees_all = administers(view.actor()) || has(view.actor(), Role::auditor);
    auto owner = request.owner;
    if (!sees_all || caller.narrowed) {
        if (!caller.user || (owner && !caller.is(*owner)))
            throw Error(Code::permission_denied, "owner: the tokens of others are for the roles admin and auditor");
        owner = caller.user->id;
    }
    if (caller.narrowed) return list_below(view, caller.token->id, request);
    std::vector<kit::Condition> conditions;
    if (owner) conditions.push_back({"owner", *owner});
    const auto stored = store_.tokens().list(view, {request.limit, request.after}, conditions);
    kit::Page<Token> page{.next = stored.next, .total = stored.total, .total_is = stored.total_is};
    for (const StoredToken& one : stored.items) page.items.push_back(one.token);
    return page;
}

kit::Page<Token> TokenDesk::list_below(kit::View& view, const TokenId& top, const api::ListTokens& request) const {
    std::vector<StoredToken> all = Lines(store_.all_tokens(view.db())).below({top});
    std::ranges::reverse(all);
    kit::Page<Token> page{.total = static_cast<std::int64_t>(all.size())};
    const std::string list = "tokens below " + to_text(top);
    const auto after = request.after ? kit::Cursor::of(*request.after, list).value : std::nullopt;
    for (const StoredToken& stored : all) {
        if (after && to_text(stored.id) >= *after) continue;
        if (std::ssize(page.items) == request.limit) {
            page.next = kit::Cursor{to_text(page.items.back().id)}.text(list);
            break;
        }
        page.items.push_back(stored.token);
    }
    return page;
}

Token TokenDesk::revoke_one(kit::Unit& unit, const kit::ById<TokenId>& request) {
    const StoredToken stored = store_.tokens().get(unit, request.id);
    const Caller caller = caller_of(unit, store_);
    const bool own = caller.is(stored.owner);
    bool may = own || administers(unit.actor());
    if (caller.narrowed) {
        const auto below = Lines(store_.all_tokens(unit.db())).below({caller.token->id});
        may = std::ranges::any_of(below, [&](const auto& each) { return each.id == stored.id; });
    }
    if (!may) throw Error(Code::not_found, "id: there is no such token");
    return revoke(unit, stored, own ? api::By::self : api::By::administrator);
}

Token TokenDesk::revoke(kit::Unit& unit, const StoredToken& token, api::By by) {
    const auto revoked = revoke_all(unit, {token}, by);
    const auto found = std::ranges::find(revoked, token.id, &Token::id);
    return found == revoked.end() ? token.token : *found;
}

std::vector<Token> TokenDesk::revoke_all(kit::Unit& unit, const std::vector<StoredToken>& tokens, api::By by) {
    std::set<TokenId> tops;
    for (const StoredToken& token : tokens) tops.insert(token.id);
    std::vector<Token> revoked;
    for (StoredToken& each : Lines(store_.all_tokens(unit.db())).below(tops)) {
        if (each.token.revoked) continue;
        each.token.revoked = unit.now();
        ++each.token.version;
        store_.tokens().put(unit, each);
        if (const auto owner = store_.users().find(unit, each.owner))
            unit.emit(api::token_revoked, each.id, told_to(*owner, api::TokenEvent{.token = each.token, .by = by}));
        directory_.put(unit, each);
        revoked.push_back(each.token);
    }
    return revoked;
}

std::vector<StoredToken> TokenDesk::open_tokens_of(const kit::View& view, const UserId& owner) const {
    auto tokens = store_.all_tokens(view.db());
    std::erase_if(tokens, [&](const auto& each) { return each.owner != owner || !valid(each.token, view.now()); });
    return tokens;
}

}  // namespace rapport::gateway::accounts
