// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "bus/base/any.hpp"

namespace rapport::notifier {

/// The texts that stand at a dotted path of a record, `complaint.owner`, in order; of lists on the way those of each
/// element. Events of services that nobody knew of when this was written are read so: what has another form than is
/// looked for is not there.
std::vector<std::string> texts_at(const Any& record, std::string_view path);
/// The names of the fields of a record that are records themselves, in order.
std::vector<std::string> records_in(const Any& record);

}  // namespace rapport::notifier
