// SPDX-License-Identifier: MIT
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bus/client/client.hpp"
#include "services/cli/imports/kind.hpp"
#include "services/cli/imports/rejects.hpp"
#include "services/cli/imports/rows.hpp"
#include "services/kit/entities/import.hpp"

namespace rapport::cli::imports {

/// What became of the rows so far.
struct Counts {
    std::size_t imported = 0, changed = 0, unchanged = 0, rejected = 0;
    std::map<std::string, std::size_t> unknown_users = {};  ///< how many rows name each as a user, who is none here
    std::size_t rows() const { return imported + changed + unchanged + rejected; }
};

/// Sends the rows of one file to a service, a few calls at a time. Belongs to its loop's thread.
class Importer {
public:
    // Many calls at once, and small: while some are answered, the service has others to go on with.
    static constexpr std::size_t rows_in_call = 50;
    static constexpr std::size_t bytes_in_call = 1 << 20;
    static constexpr std::size_t calls_at_once = 8;
    /// How long a call is asked again when the service or the bus dies under it: time enough to be started again.
    static constexpr bus::Loop::Duration patience{60'000};

    /// Which method takes the rows, and how it is called.
    struct Options {
        std::string service, method;
        bool in_order = false;  ///< one call at a time
        bool notify = false;
        std::optional<Actor> actor;
        std::function<void(const Counts&)> on_progress = [](const Counts&) {};
    };

    Importer(bus::Loop& loop, bus::Client& client, kit::CsvReader& file, Mapping mapping, Rejects& rejects,
             Options options);

    /// Runs the loop until every row was answered, or until stop(). Throws the Error of a call that failed.
    void run();
    /// Reads no further; what is under way is still answered.
    void stop() { stopping_ = true; }
    const Counts& counts() const { return counts_; }

private:
    struct Row {
        std::size_t line;
        std::string raw;
    };
    struct Call {
        std::vector<Row> rows;
        kit::ImportRows request;
        std::size_t bytes = 0;
    };

    std::optional<Call> read();
    void send(Call call);
    void answered(const std::vector<Row>& rows, const std::vector<kit::ImportedRow>& outcomes);
    std::size_t calls_under_way() const { return options_.in_order ? 1 : calls_at_once; }
    void reject(std::size_t line, const std::string& reason, const std::string& raw);

    bus::Loop& loop_;
    bus::Client& client_;
    Rows rows_;
    Rejects& rejects_;
    Options options_;
    std::string run_id_;  ///< so that the idempotency keys of this run are its own
    std::size_t calls_ = 0, outstanding_ = 0;
    Counts counts_;
    std::optional<Error> failed_;
    bool stopping_ = false, finished_ = false;
};

/// What an import of that file would come to as far as the file alone tells: no service is asked.
Counts check(kit::CsvReader& file, Mapping mapping, Rejects& rejects);

}  // namespace rapport::cli::imports
