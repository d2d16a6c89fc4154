// SPDX-License-Identifier: MIT
#include "services/kit/engine/sequencer.hpp"

#include <algorithm>

#include "bus/base/codec.hpp"

namespace rapport::kit {
namespace {

constexpr std::size_t at_once = 1'000;

}  // namespace

void Sequencer::stage(Db& db, const bus::Event& event) {
    db.run("insert into kit_staged (event) values (?)", {to_json(encode(event))});
}

std::vector<bus::Event> Sequencer::assign(Instant now) {
    std::vector<bus::Event> all;
    for (;;) {
        std::vector<bus::Event> some = assign_some(now);
        const bool last = some.size() < at_once;
        std::ranges::move(some, std::back_inserter(all));
        if (last) return all;
    }
}

std::vector<bus::Event> Sequencer::assign_some(Instant now) {
    // Each statement must see what was committed before it, above all by the sequencer that had the lock before us.
    db_.begin(Db::Isolation::committed);
    try {
        db_.rows<std::string>(
            "select cast(pg_advisory_xact_lock(hashtextextended(current_schema() || '.kit_events', 0)) as text)");
        const auto staged = db_.rows<std::string>(
            "with taken as (delete from kit_staged where row in (select row from kit_staged order by row limit ?) "
            "returning row, event) select event from taken order by row",
            {at_once});
        std::vector<bus::Event> events;
        for (const auto& [json] : staged) events.push_back(decode_stored<bus::Event>(from_json(json)));
        if (!events.empty()) {
            outbox_.reload(db_);
            outbox_.append(db_, events, now);
        }
        db_.commit();
        return events;
    } catch (...) {
        db_.rollback();
        throw;
    }
}

}  // namespace rapport::kit
