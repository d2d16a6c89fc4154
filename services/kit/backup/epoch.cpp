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

void renew(Db& db, const std::string& source, const std::map<std::string, Renewal>& together) {
    db.begin();
    try {
        db.run("update kit_meta set value = ? where name = 'epoch'", {together.at(source).is});
        for (const Place& cursor : renewed(cursors_of(db), together))
            db.run("update kit_cursors set epoch = ?, sequence = ? where consumer = ? and source = ?",
                   {cursor.epoch, cursor.sequence, cursor.consumer, cursor.source});
        db.commit();
    } catch (...) {
        db.rollback();
        throw;
    }
}

}  // namespace rapport::kit
