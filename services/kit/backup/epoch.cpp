// SPDX-License-Identifier: MIT
#include "services/kit/backup/epoch.hpp"

#include <algorithm>

namespace rapport::kit {

std::vector<Place> renewed(std::vector<Place> cursors, const std::map<std::string, Renewal>& together) {
    for (Place& cursor : cursors) {
        const auto source = together.find(cursor.source);
        if (cursor.consumer != "reaction" || source == together.end() || source->second.was != cursor.epoch) continue;
        cursor.epoch = source->second.is;
        cursor.sequence = std::min(cursor.sequence, source->second.last_sequence);
    }
    return cursors;
}

namespace {

/// A cursor that goes back is at another event than the one whose id was stored with it.
void move(Db& db, const Place& before, const Place& after) {
    if (before.sequence == after.sequence) {
        db.run("update kit_cursors set epoch = ? where consumer = ? and source = ?",
               {after.epoch, after.consumer, after.source});
        return;
    }
    db.run("delete from kit_cursors where consumer = ? and source = ?", {after.consumer, after.source});
    db.run("insert into kit_cursors (consumer, source, epoch, sequence) values (?, ?, ?, ?)",
           {after.consumer, after.source, after.epoch, after.sequence});
}

}  // namespace

void renew(Db& db, const std::string& source, const std::map<std::string, Renewal>& together) {
    db.begin();
    try {
        db.run("update kit_meta set value = ? where name = 'epoch'", {together.at(source).is});
        const auto before = cursors_of(db), after = renewed(before, together);
        for (std::size_t i = 0; i < after.size(); ++i) move(db, before[i], after[i]);
        db.commit();
    } catch (...) {
        db.rollback();
        throw;
    }
}

}  // namespace rapport::kit
