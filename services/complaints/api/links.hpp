// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// How complaints belong together.
namespace rapport::complaints {

/// What one complaint is to another; each stands beside what that is to it.
enum class Tie { related, follows, followed_by, split_from, split_into, duplicate_of, has_duplicate };
constexpr auto names_of(Tie) {
    return std::array{"related"sv,    "follows"sv,      "followed_by"sv,  "split_from"sv,
                      "split_into"sv, "duplicate_of"sv, "has_duplicate"sv};
}

/// What another complaint is to this one.
struct Link {
    ComplaintId other;
    std::string number, subject;
    State state = State::received;
    Tie tie = Tie::related;
    std::string by;
    Instant at;
    static constexpr auto fields =
        describe(Field{"other", &Link::other, "which complaint"}, Field{"number", &Link::number, "its number"},
                 Field{"subject", &Link::subject, "its subject"}, Field{"state", &Link::state, "where it is now"},
                 Field{"tie", &Link::tie, "what this complaint is to that one"}, Field{"by", &Link::by, "who said so"},
                 Field{"at", &Link::at, "when"});
};

}  // namespace rapport::complaints

namespace rapport::complaints::api {

/// Two complaints that have to do with each other.
struct Connect {
    ComplaintId id, other;
    static constexpr auto fields =
        describe(Field{"id", &Connect::id, "which complaint"}, Field{"other", &Connect::other, "which other one"});
};
/// Asks for the links of one complaint.
struct LinksOf {
    ComplaintId id;
    static constexpr auto fields = describe(Field{"id", &LinksOf::id, "which complaint"});
};
/// The links of one complaint, in the order in which they were made; 200 at most.
struct Links {
    std::vector<Link> items;
    static constexpr auto fields = describe(Field{"items", &Links::items, "at most 200, in the order of being made"});
};
/// A part of a complaint that goes its own way.
struct Part {
    std::string subject;
    std::optional<std::string> text, category, subcategory;
    std::optional<kit::UserId> owner;
    std::optional<ServiceId> service;
    static constexpr auto fields = describe(
        Field{"subject", &Part::subject, "one line", length(1, 200)},
        Field{"text", &Part::text, "what of it belongs there; left out: all", length(0, 50'000), multiline, personal},
        Field{"category", &Part::category, "what kind of complaint it is", length(1, 200)},
        Field{"subcategory", &Part::subcategory, "more precisely", length(1, 200)},
        Field{"owner", &Part::owner, "the user who works on it"},
        Field{"service", &Part::service, "the service that it is about"});
};
/// Makes complaints of their own of the parts of one that says several things.
struct Split {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::vector<Part> parts;
    static constexpr auto fields = describe(
        Field{"id", &Split::id, "which complaint"}, Field{"version", &Split::version, "the version that was read"},
        Field{"parts", &Split::parts, "each becomes a complaint of the same complainant", length(1, 20)});
};
/// The complaints that came of it.
struct Parts {
    std::vector<Complaint> items;
    static constexpr auto fields = describe(Field{"items", &Parts::items, "one for each part, in order"});
};
/// Data of events about a link: what `other` is to `complaint`.
struct LinkTold {
    ComplaintId complaint, other;
    Tie tie = Tie::related;
    static constexpr auto fields = describe(Field{"complaint", &LinkTold::complaint, "which complaint"},
                                            Field{"other", &LinkTold::other, "which other one"},
                                            Field{"tie", &LinkTold::tie, "what the first is to the other"});
};

inline constexpr kit::Command<Connect, Links> link{"link", POST("/complaints/{id}/links"), workers,
                                                   "Two complaints are related."};
inline constexpr kit::Command<Connect, Links> unlink{"unlink", kit::DELETE("/complaints/{id}/links/{other}"), workers,
                                                     "They are not: takes back what `link` said."};
inline constexpr kit::Query<LinksOf, Links> list_links{"list_links", GET("/complaints/{id}/links"), desk,
                                                       "What a complaint belongs together with."};
inline constexpr kit::Command<Split, Parts> split{
    "split", POST("/complaints/{id}/split"), workers,
    "Several things in one: each of those named becomes a complaint of its own; this one goes on with the rest."};

inline constexpr kit::Event<LinkTold> linked{"complaints.linked", "two complaints belong together"};
inline constexpr kit::Event<LinkTold> unlinked{"complaints.unlinked", "they do not, after all"};

}  // namespace rapport::complaints::api
