// SPDX-License-Identifier: MIT
#pragma once
#include <array>

#include "services/kit/unit.hpp"
#include "services/kit/user_id.hpp"

/// Questions to all services. A service that has something to say has a route for it, `on(kit::holds, this,
/// &Desk::holds)`, and answers for what it keeps and its caller sees; one that has none is not asked. The gateway asks
/// all and merges; a command has one asked before it runs (kit::asks).
namespace rapport::kit {

/// A record of any kind, as people know it.
struct RecordRef {
    Uuid id;
    std::optional<std::string> number;
    std::string title;
    static constexpr auto fields =
        describe(Field{"id", &RecordRef::id, "its id"}, Field{"number", &RecordRef::number, "what people quote"},
                 Field{"title", &RecordRef::title, "what it is called, or about", personal});
};

/// What cannot be done to a party or a user while something depends on them.
enum class Blocks { retire, merge, erase };
constexpr auto names_of(Blocks) {
    using namespace std::literals;
    return std::array{"retire"sv, "merge"sv, "erase"sv};
}

/// What `$holds` is asked: of a party, or of a user.
struct AskHolds {
    std::optional<Uuid> party;
    std::optional<UserId> user;
    static constexpr auto fields = describe(Field{"party", &AskHolds::party, "what depends on that party"},
                                            Field{"user", &AskHolds::user, "what depends on that user"});
};
/// The records of one kind that depend on a party or a user.
struct Held {
    std::string service, kind;
    std::int64_t count = 0;
    std::vector<RecordRef> references;
    std::vector<Blocks> blocks;
    bool can_hand_over = false;

    /// Counts one, and names it while there is room.
    void add(RecordRef record) {
        ++count;
        if (references.size() < most_references) references.push_back(std::move(record));
    }
    /// The same of a whole list, of which `page` is the beginning.
    template <class T, class Ref>
    void add(const Page<T>& page, Ref ref) {
        for (const T& one : page.items) add(ref(one));
        count += page.total - static_cast<std::int64_t>(page.items.size());
    }
    static constexpr std::size_t most_references = 5;
    static constexpr auto fields = describe(
        Field{"service", &Held::service, "which service keeps them", defaulted},
        Field{"kind", &Held::kind, "what they are, such as agreement or complaint"},
        Field{"count", &Held::count, "how many there are"},
        Field{"references", &Held::references, "some of them, at most 5"},
        Field{"blocks", &Held::blocks, "what cannot be done while they depend: retire, merge, erase"},
        Field{"can_hand_over", &Held::can_hand_over, "whether they go to whom a retirement names in `hand_over_to`"});
};
/// What depends on the party or user, in one service.
struct Holds {
    std::vector<Held> items;

    /// Leaves out those of which there is none.
    void add(Held held) {
        if (held.count > 0) items.push_back(std::move(held));
    }
    static constexpr auto fields = describe(Field{"items", &Holds::items, "by kind; none of which there is none"});
};

/// What `$work` is asked.
struct AskWork {
    std::optional<UserId> user;
    std::optional<std::string> kind;
    std::optional<Instant> until;
    static constexpr auto fields =
        describe(Field{"user", &AskWork::user, "the user whose work it is; left out: the caller"},
                 Field{"kind", &AskWork::kind, "only of this kind, such as action", length(1, 50)},
                 Field{"until", &AskWork::until, "only what is due by then; what has no due time is left out"});
};
/// Something that a user has to do.
struct WorkItem {
    std::string service, kind;
    RecordRef record;
    std::optional<Uuid> party;
    std::optional<Instant> due;
    bool overdue = false;
    std::optional<UserId> user = {};
    static constexpr auto fields =
        describe(Field{"service", &WorkItem::service, "which service keeps it", defaulted},
                 Field{"kind", &WorkItem::kind, "what it is, such as complaint, action or agreement"},
                 Field{"record", &WorkItem::record, "which one"}, Field{"party", &WorkItem::party, "whom it concerns"},
                 Field{"due", &WorkItem::due, "by when the next thing is to be done"},
                 Field{"overdue", &WorkItem::overdue, "whether that time has passed"},
                 Field{"user", &WorkItem::user, "whose work it is, as the gateway says it"});
};
/// What a user has to do, in one service.
struct WorkList {
    std::vector<WorkItem> items;
    static constexpr std::size_t most = 200;
    static constexpr auto fields =
        describe(Field{"items", &WorkList::items, "soonest due first, at most 200 of each service"});
};

/// What `$findings` is asked.
struct AskFindings {
    std::optional<std::string> period;
    static constexpr auto fields =
        describe(Field{"period", &AskFindings::period,
                       "2026, 2026-Q1, 2026-03 or 2026-W07; the running month if left out", length(4, 8)});
};
/// Where we do not conform to FitSM or ISO/IEC 20000-1.
struct Finding {
    std::string service, rule, fitsm, iso20000, kind;
    RecordRef record;
    std::optional<Uuid> party;
    std::string mended_by;
    static constexpr auto fields = describe(
        Field{"service", &Finding::service, "which service found it", defaulted},
        Field{"rule", &Finding::rule, "what is not met, such as customer_without_account_manager"},
        Field{"fitsm", &Finding::fitsm, "the requirement of FitSM-1"},
        Field{"iso20000", &Finding::iso20000, "the clause of ISO/IEC 20000-1:2018"},
        Field{"kind", &Finding::kind, "what the record is"}, Field{"record", &Finding::record, "where it was found"},
        Field{"party", &Finding::party, "whom it concerns"},
        Field{"mended_by", &Finding::mended_by, "what to do about it"});
};
/// What does not conform, in one service.
struct Findings {
    std::vector<Finding> items;
    static constexpr auto fields = describe(Field{"items", &Findings::items, "by rule, at most 1,000 of each rule"});
};

inline constexpr Roles who_may_ask_all = roles(Role::agent, Role::account_manager, Role::service);
inline constexpr Query<AskHolds, Holds> holds{"$holds", bus_only, who_may_ask_all,
                                              "List what depends on a party or a user."};
inline constexpr Query<AskWork, WorkList> work{"$work", bus_only, who_may_ask_all, "List what a user has to do."};
inline constexpr Query<AskFindings, Findings> findings{"$findings", bus_only, who_may_ask_all,
                                                       "List where we do not conform to the standards."};

/// Whether that method is one of them.
constexpr bool is_question(std::string_view method) {
    return method == holds.name || method == work.name || method == findings.name;
}

/// What services answered to `holds`, each item with its service.
std::vector<Held> held(const Answers& answers);
/// failed_precondition unless a retirement can go on: with what blocks it in its words, and as `holds` in its details.
/// What can be handed over blocks nothing where `handing_over`.
void check_may_retire(const std::vector<Held>& held, bool handing_over);
/// The same of an erasure, for which nothing can be handed over.
void check_may_erase(const std::vector<Held>& held);

/// Whose work is asked for: see AskWork::user. Nobody's, where the caller is no user.
std::optional<UserId> user_asked_for(const AskWork& request, const Actor& caller);
/// Of the items those that are asked for, in their order.
WorkList narrowed(std::vector<WorkItem> items, const AskWork& request);

}  // namespace rapport::kit
