// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/routes.hpp"
#include "services/kit/store/table.hpp"
#include "services/notifier/notice.hpp"

namespace rapport::notifier {

/// Where notices are kept: each is the parties' that its event concerns.
kit::Table<Notice> notices_table();

/// The parties of notices: whom an event concerns, what becomes of notices whose parties are merged or erased, and
/// whose those are that an earlier version made.
class NoticeParties {
public:
    /// `notices` outlives it.
    explicit NoticeParties(const kit::Table<Notice>& notices) : notices_(notices) {}

    /// Those that the event says it concerns, by the names that they have now.
    std::vector<Uuid> of(const kit::View& view, const bus::Event& event) const;
    /// Of merged parties the notices are the one's that is left. Those of an erased party, and those to somebody who
    /// spoke for another and is erased, lose what is personal; what was not sent of them is not sent.
    kit::Routes routes() const;
    /// What an earlier version did not keep with a notice stands in the event that it holds, or in what was told of it.
    kit::Derivation of_older_notices() const;

private:
    void forget(kit::Unit& unit, const Uuid& party) const;
    void complete(kit::Db& db, Notice notice) const;

    const kit::Table<Notice>& notices_;
};

}  // namespace rapport::notifier
