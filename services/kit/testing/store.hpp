// SPDX-License-Identifier: MIT
#pragma once
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace rapport::testing_kit {

/// The names of the stores that tests run on: `sqlite`, and `postgresql` where Debian's server is installed; its
/// absence is said aloud once.
std::vector<std::string> backends();

/// What is in a SQLite store, as `.dump` of the sqlite3 shell wrote it.
struct Dump {
    std::filesystem::path path;
};

/// An empty private store of that kind: a file in a temporary folder, or a schema on the private server that the tests
/// share (postgresql.hpp). Close what is open on it before it goes.
class TestStore {
public:
    explicit TestStore(const std::string& backend);
    /// A file with what is in that one.
    explicit TestStore(const Dump& dump);
    ~TestStore();
    const std::string& dsn() const { return dsn_; }
    /// A folder for this test's other files.
    const std::string& folder() const { return folder_; }

private:
    std::string folder_, dsn_;
};

}  // namespace rapport::testing_kit
