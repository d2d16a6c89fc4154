// SPDX-License-Identifier: MIT
#pragma once
#include <memory>
#include <string>

namespace rapport::bench {

/// A SQLite file with the same tables and indexes as a complaints store, and a loop that writes what one `open` writes:
/// complaint, words, event, reply, job and counter. Nothing but prepared statements, in transactions of 64.
class BareStore {
public:
    /// `model` is a store that the complaints service has made and closed, or is using.
    BareStore(const std::string& model, const std::string& file);
    ~BareStore();
    /// Writes that many; returns how many a second.
    double write(int count);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rapport::bench
