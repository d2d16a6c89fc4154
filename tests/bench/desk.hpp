// SPDX-License-Identifier: MIT
#pragma once
#include "bus/base/codec.hpp"
#include "bus/client/client.hpp"
#include "tests/bench/bench.hpp"

namespace rapport::bench {

/// Durable complaints.open through the bus, against a bare SQLite loop that writes the same rows.
std::vector<Figure> measure_open();
/// complaints.import, 50 rows a call as `rapport import` sends them, against the same loop.
std::vector<Figure> measure_import();
/// From commit to handling, at half of the rate that opens reach.
std::vector<Figure> measure_events();

/// A complaint as a customer writes one, in JSON.
std::string sample_complaint();

/// The complaints service as it ships, on a bus as it ships, and a client that keeps a window of requests out.
class Desk {
public:
    static constexpr int window = 256;

    /// On a store of its own, or on the one that `store` names in the folder `state`.
    explicit Desk(std::string state = {}, std::string store = {});
    std::string store() const { return state_ + "/complaints.db"; }
    const std::string& url() const { return url_; }
    bus::Loop& loop() { return loop_; }
    bus::Client& client() { return client_; }

    /// Opens that many complaints, `window` at a time; how many a second.
    double open(int count);
    /// Sends one; `answered` is called when it is committed.
    void send_open(const std::function<void()>& answered);
    /// Takes over that many rows, 100 a call, four calls at a time; rows a second.
    double import(int rows);
    /// Waits until the severity rule has scored what came, so that its work does not fall into what is measured next.
    void settle();

private:
    double timed(int count, int at_a_time, const std::function<void(const std::function<void()>& answered)>& send);
    std::string import_call(int rows);
    /// How many events the service has told.
    std::int64_t told();

    bus::testing::TempFolder folder_;
    const std::string state_, store_;
    const std::string url_ = "ipc://" + (folder_.path() / "bus").string();
    Process broker_{{program("rapport-bus"), "--listen", url_, "--log-level", "warn"}};
    Process service_{
        {program("rapport-complaints"), "--bus", url_, "--state", state_, "--store", store_, "--log-level", "error"}};
    bus::Loop loop_;
    bus::Client client_{loop_, url_};
    const std::string run_ = to_text(new_uuid(SystemClock().now()));  ///< begins our keys and references
    const Actor actor_{.id = "user:bench", .kind = "person", .roles = {"manager"}};
    std::int64_t keys_ = 0, complaints_ = 0, told_before_ = 0;
};

}  // namespace rapport::bench
