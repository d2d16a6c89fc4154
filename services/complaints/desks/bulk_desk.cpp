// SPDX-License-Identifier: MIT
#include "services/complaints/desks/bulk_desk.hpp"

namespace rapport::complaints {
namespace {

/// What each is refused for is its answer. The rules are asked before anything is stored, so one that is refused leaves
/// nothing behind; an error that may come later ends the whole call.
template <class One>
api::BulkResult each(const std::vector<ComplaintId>& ids, One one) {
    api::BulkResult result;
    for (const ComplaintId& id : ids) {
        api::BulkItem item{.id = id};
        try {
            const Complaint complaint = one(id);
            item.state = complaint.state;
            item.owner = complaint.owner;
        } catch (const Error& error) {
            if (error.code() != Code::failed_precondition && error.code() != Code::invalid_argument &&
                error.code() != Code::not_found)
                throw;
            item.ok = false;
            item.code = std::string(name_of(error.code()));
            item.message = error.message();
        }
        result.items.push_back(std::move(item));
    }
    return result;
}

}  // namespace

kit::Routes BulkDesk::routes() {
    return {kit::on(api::bulk_move, this, &BulkDesk::move), kit::on(api::bulk_assign, this, &BulkDesk::assign)};
}

api::BulkResult BulkDesk::move(Unit& unit, const api::BulkMove& request) {
    MoveInput input{.to = request.to,
                    .reason = request.reason,
                    .recourse = request.recourse,
                    .resolution = request.resolution,
                    .final_position = request.final_position,
                    .original = request.of};
    return each(request.ids, [&](const ComplaintId& id) {
        input.method =
            book_.lifecycle().method_to(book_.store().complaints.get(unit, id), request.to, kit::asking(unit));
        return book_.move(unit, id, {}, input);
    });
}

api::BulkResult BulkDesk::assign(Unit& unit, const api::BulkAssign& request) {
    return each(request.ids, [&](const ComplaintId& id) { return assign_one(unit, id, request.owner); });
}

Complaint BulkDesk::assign_one(Unit& unit, const ComplaintId& id, const std::optional<kit::UserId>& owner) {
    const Complaint before = book_.store().complaints.get(unit, id);
    if (!before.open)
        throw Error(Code::failed_precondition, "it is " + std::string(name_of(before.state)) + ", nobody works on it");
    Complaint after = before;
    after.owner = owner ? owner : book_.owner_by_rule(unit, before);
    if (!after.owner) throw Error(Code::failed_precondition, "no assignment rule holds for it: name an owner");
    return book_.save(unit, before, std::move(after), api::changed);
}

}  // namespace rapport::complaints
