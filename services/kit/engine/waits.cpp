// SPDX-License-Identifier: MIT
#include "services/kit/engine/waits.hpp"

namespace rapport::kit {
namespace {

/// When a wait that began at `since` for `due` is over, if it begins now.
Instant anew(const std::string& since, const std::string& due, Instant now) {
    const auto begun = instant_from(since), over = instant_from(due);
    return begun && over && *over > *begun ? now + (*over - *begun) : now;
}

void timers(Db& db, Instant now) {
    for (const auto& [name, key, due, since] : db.rows<std::string, std::string, std::string, std::string>(
             "select name, key, due, since from kit_timers where since > ?", {now}))
        db.run("update kit_timers set due = ?, since = ? where name = ? and key = ?",
               {anew(since, due, now), now, name, key});
}

void jobs(Db& db, Instant now) {
    for (const auto& [id, due, since] :
         db.rows<std::string, std::string, std::string>("select id, due, since from kit_jobs where since > ?", {now}))
        db.run("update kit_jobs set due = ?, since = ? where id = ?", {anew(since, due, now), now, id});
}

}  // namespace

void begin_waits_of_the_future_anew(Db& db, Instant now) {
    db.begin();
    try {
        timers(db, now);
        jobs(db, now);
        db.commit();
    } catch (...) {
        db.rollback();
        throw;
    }
}

}  // namespace rapport::kit
