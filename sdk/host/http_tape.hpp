// SPDX-License-Identifier: MIT
#pragma once

#include <fstream>

#include "sdk/host/http.hpp"

namespace rapport::sdk {

/// Exchanges on file, one line of JSON each: {"request": {…}, "answer": {…}}. Headers of requests are not kept: they
/// hold signatures and times.
class Http::Tape {
public:
    explicit Tape(std::string file);

    bool replays() const { return replays_; }
    /// The recorded answer to this request, which must be the next. std::invalid_argument where it is not.
    HttpAnswer next(const rapport_http_request& request);
    void record(const rapport_http_request& request, const HttpAnswer& answer);

private:
    std::string file_;
    bool replays_;
    std::ifstream in_;
    std::ofstream out_;
};

}  // namespace rapport::sdk
