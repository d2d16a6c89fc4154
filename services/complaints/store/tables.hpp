// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api.hpp"
#include "services/kit/entities/action_desk.hpp"
#include "services/kit/store/table.hpp"

namespace rapport::complaints {

using kit::Unit;
using kit::View;

/// Where complaints and what belongs to them are kept: SQL, and nothing else.
struct Store {
    /// `moves` are those of complaints, and live as long.
    explicit Store(const kit::Moves<Complaint>& moves);
    kit::Table<Complaint> complaints;
    kit::Actions<Complaint> actions;
    kit::Table<Note> notes;
    kit::Table<AssignmentRule> rules;
    kit::Table<Category> categories;
    kit::Table<TargetRule> targets;

    /// What is made of them beside them.
    void add_derivations(std::vector<kit::Derivation>& all) const;

    /// already_exists if another complaint has that reference.
    void refer(Unit& unit, const Reference& reference, const ComplaintId& complaint) const;
    /// The party that complains, if the registry knows it.
    std::optional<PartyId> party_of(const View& view, const ComplaintId& complaint) const;
    /// Makes an action that complaint's, and its party's, and tells of it.
    void give(Unit& unit, const Action& action, const ComplaintId& complaint) const;
    /// What hangs on a complaint whose party is another from now on goes with it.
    void hand_to_its_party(Unit& unit, const Complaint& complaint) const;
    /// The complaint that has that reference.
    std::optional<ComplaintId> known(const View& view, const Reference& reference) const;
    /// In the order in which they were created.
    std::vector<Action> actions_of(const View& view, const ComplaintId& complaint) const;
    /// Complaints of the same party and category, received in the 90 days before this one.
    std::int64_t repeats_before(const View& view, const Complaint& complaint) const;

    /// Stores that a complaint is that to another, and the other what it is to it. False if that was known.
    bool link(Unit& unit, const ComplaintId& complaint, const ComplaintId& other, LinkKind kind) const;
    bool unlink(Unit& unit, const ComplaintId& complaint, const ComplaintId& other, LinkKind kind) const;
    /// At most 200.
    std::vector<Link> links_of(const View& view, const ComplaintId& complaint) const;

    /// The complaints that go on in the place of a duplicate: its original, that one's if it became a duplicate too,
    /// and so on.
    std::vector<Complaint> instead_of(const View& view, const Complaint& duplicate) const;
    /// What was said about a complaint from that time on.
    std::vector<Note> notes_since(const View& view, const ComplaintId& complaint, Instant since) const;

    /// However it is written.
    std::optional<Category> category_at(const View& view, Scheme scheme, const std::string& path) const;
    /// The path as the tree has it, or as it is if no tree is kept. invalid_argument, naming `field` and the nearest,
    /// for words that are not in a tree that has any.
    std::string words_of_tree(const View& view, Scheme scheme, const std::string& field, const std::string& path) const;
    /// What is in the tree and not retired; nothing where no tree is kept, and any word is good.
    std::vector<std::string> paths_of(const View& view, Scheme scheme) const;

    /// Assignment rules that are in force, in their order.
    std::vector<AssignmentRule> rules_in_force(const View& view) const;
    std::int64_t open_complaints_of(const View& view, const kit::UserId& owner) const;
};

}  // namespace rapport::complaints
