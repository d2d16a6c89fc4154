// SPDX-License-Identifier: MIT
#pragma once
#include <map>

#include "services/kit/backup/inventory.hpp"

namespace rapport::kit {

/// What a source that is restored was when its copy was made, and which epoch it goes on in.
struct Renewal {
    std::string was, is;
    std::int64_t last_sequence = 0;
};

/// Where cursors go on once the sources that they follow are restored too: `together`, by name. Of these, projections
/// are left in the old epoch, to be rebuilt; reactions go on in the new one where the copy left them, so that what was
/// told before the backup and not handled yet is handled still, and nothing twice. A copy that was made after its
/// source's may be ahead of it.
std::vector<Place> renewed(std::vector<Place> cursors, const std::map<std::string, Renewal>& together);

/// Gives a restored store its new epoch and renewed() cursors, in one transaction, so that whoever follows it notices
/// that this is not the history that went on. `together` holds the source itself too.
void renew(Db& db, const std::string& source, const std::map<std::string, Renewal>& together);

}  // namespace rapport::kit
