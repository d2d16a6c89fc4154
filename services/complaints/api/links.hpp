// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/intake.hpp"

/// How complaints belong together.
namespace rapport::complaints {

/// What one complaint is to another; each stands beside what that is to it.
enum class LinkKind { related, follows, followed_by, split_from, split_into, duplicate_of, has_duplicate };
constexpr auto names_of(LinkKind) {
    return std::array{"related"sv,    "follows"sv,      "followed_by"sv,  "split_from"sv,
                      "split_into"sv, "duplicate_of"sv, "has_duplicate"sv};
}

/// What another complaint is to this one.
struct Link {
    ComplaintId other;
    std::string number, subject;
    State state = State::received;
    LinkKind kind = LinkKind::related;
    std::string by;
    Instant at;
    static constexpr auto fields =
        describe(Field{"other", &Link::other, "which complaint"}, Field{"number", &Link::number, "its number"},
                 Field{"subject", &Link::subject, "its subject"}, Field{"state", &Link::state, "where it is now"},
                 Field{"kind", &Link::kind, "what this complaint is to that one"},
                 Field{"by", &Link::by, "who said so"}, Field{"at", &Link::at, "when"});
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
        Field{"subject", &Part::subject, as_in<Complaint>},
        Field{"text", &Part::text, "what of it belongs there; left out: all", length(0, 50'000), multiline, personal},
        Field{"category", &Part::category, as_in<Complaint>},
        Field{"subcategory", &Part::subcategory, as_in<Complaint>}, Field{"owner", &Part::owner, as_in<Complaint>},
        Field{"service", &Part::service, as_in<Complaint>});
};
/// Makes complaints of their own of the parts of one that says several things.
struct Split {
    ComplaintId id;
    std::optional<std::int64_t> version;
    std::vector<Part> parts;
    static constexpr auto fields =
        describe(identity(&Split::id, &Split::version),
                 Field{"parts", &Split::parts, "each becomes a complaint of the same complainant", length(1, 20)});
};
/// The complaints that came of it.
struct Parts {
    std::vector<Complaint> items;
    static constexpr auto fields = describe(Field{"items", &Parts::items, "one for each part, in order"});
};
/// Data of events about a link: what `complaint` is to `other`.
struct LinkEvent {
    ComplaintId complaint, other;
    LinkKind kind = LinkKind::related;
    static constexpr auto fields =
        describe(Field{"complaint", &LinkEvent::complaint, "which complaint"},
                 Field{"other", &LinkEvent::other, "which other one"},
                 Field{"kind", &LinkEvent::kind, "what the first is to the other", was("tie")});
};

inline constexpr kit::Command<Connect, Links> link{"link", POST("/complaints/{id}/links"), workers,
                                                   "Link two complaints as related."};
inline constexpr kit::Command<Connect, Links> unlink{"unlink", kit::DELETE("/complaints/{id}/links/{other}"), workers,
                                                     "Remove a link made by `link`."};
inline constexpr kit::Query<LinksOf, Links> list_links{"list_links", GET("/complaints/{id}/links"), desk,
                                                       "List the links of a complaint."};
inline constexpr kit::Command<Split, Parts> split{
    "split", POST("/complaints/{id}/split"), workers,
    "Split a complaint: each part becomes a complaint of its own, and this one goes on with the rest."};

inline constexpr kit::Event<LinkEvent> linked{"complaints.linked", "two complaints were linked"};
inline constexpr kit::Event<LinkEvent> unlinked{"complaints.unlinked", "a link between two complaints was removed"};

}  // namespace rapport::complaints::api
