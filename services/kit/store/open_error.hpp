// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/store/db.hpp"

namespace rapport::kit {

/// A store could not be opened. What whoever asked is told is the message, as of any StoreError; the cause is for the
/// operator.
class OpenError : public StoreError {
public:
    /// `cause`: what the engine, or the file system, said. It names hosts and files, and holds no password.
    OpenError(Kind kind, const std::string& message, std::string cause)
        : StoreError(kind, message), cause_(std::move(cause)) {}
    const std::string& cause() const { return cause_; }

private:
    std::string cause_;
};

/// What stands in the way of a SQLite file, as far as the file system tells; SQLite itself says of all of this that it
/// is "unable to open database file". `result`: what it answered.
std::string why_sqlite_cannot_open(const std::string& path, int result);

}  // namespace rapport::kit
