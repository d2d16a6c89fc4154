// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api.hpp"
#include "services/complaints/scorer.hpp"
#include "services/complaints/store.hpp"
#include "services/kit/service/service.hpp"
#include "services/registry/api.hpp"

namespace rapport::complaints {

/// The complaint desk: what the service answers and does.
class Desk final : public kit::Component {
public:
    explicit Desk(Scorer::Settings settings);
    kit::Definition definition() override;

private:
    Complaint open(kit::Unit& unit, const api::Open& request);
    Complaint get(kit::View& view, const kit::ById<ComplaintId>& request);
    kit::Page<Complaint> list(kit::View& view, const api::List& request);
    Complaint update(kit::Unit& unit, const api::Update& request);
    Complaint acknowledge(kit::Unit& unit, const api::Move& request);
    Complaint assess(kit::Unit& unit, const api::Assess& request);
    Complaint investigate(kit::Unit& unit, const api::Move& request);
    Complaint propose(kit::Unit& unit, const api::Propose& request);
    Complaint accept(kit::Unit& unit, const api::Move& request);
    Complaint close(kit::Unit& unit, const api::Move& request);
    Action add_action(kit::Unit& unit, const api::AddAction& request);
    api::Actions list_actions(kit::View& view, const api::ActionsOf& request);
    Action start_action(kit::Unit& unit, const api::MoveAction& request);
    Action complete_action(kit::Unit& unit, const api::MoveAction& request);
    Action cancel_action(kit::Unit& unit, const api::MoveAction& request);
    api::ImportResult import(kit::Unit& unit, const api::Import& request);
    void scored(kit::Unit& unit, std::string_view payload, std::string_view result);
    void not_scored(kit::Unit& unit, std::string_view payload, const std::string& error);
    void know_party(kit::Unit& unit, const registry::api::PartyEvent& told);
    void forget_parties(kit::Unit& unit);

    /// Loads, changes by a pure function, stores, tells.
    template <class Request, class Change>
    Complaint change(kit::Unit& unit, const Request& request, const kit::Event<api::Told>& event, Change change);
    Action move_action(kit::Unit& unit, const api::MoveAction& request, ActionState to);
    void name_party(kit::Unit& unit, Complaint& complaint) const;
    void begin(kit::Unit& unit, Complaint& complaint, Instant happened);
    api::Imported import_row(kit::Unit& unit, const Any& row);

    Store store_;
    Scorer scorer_;
};

}  // namespace rapport::complaints
