// SPDX-License-Identifier: MIT
#include "services/cli/imports/date_form.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include "bus/base/error.hpp"

namespace rapport::cli::imports {
namespace {

using ::testing::HasSubstr;

std::string read(const std::string& form, const std::string& zone, const std::string& text,
                 std::optional<char> decimal = {}) {
    try {
        return to_text(DateForm(form, zone, decimal).instant("at", text));
    } catch (const Error& error) {
        return error.message();
    }
}

TEST(DateForm, ReadsDatesAsPeopleAndSpreadsheetsWriteThem) {
    const struct {
        const char *form, *zone, *text, *right;
    } table[] = {
        {"iso", "", "2026-07-05", "2026-07-05T00:00:00.000Z"},
        {"iso", "", "2026-7-5", "2026-07-05T00:00:00.000Z"},
        {"iso", "", "2026-07-05 10:00", "2026-07-05T10:00:00.000Z"},
        {"iso", "", "2026-07-05 10:00:00", "2026-07-05T10:00:00.000Z"},
        {"iso", "", "2026-07-05T10:00:00Z", "2026-07-05T10:00:00.000Z"},
        {"iso", "", "2026-07-05T10:00:00.5+02:00", "2026-07-05T08:00:00.500Z"},
        {"iso", "", "2026-07-05 10:00:00 +0200", "2026-07-05T08:00:00.000Z"},
        {"iso", "", "2026-07-05T10:00", "2026-07-05T10:00:00.000Z"},
        {"iso", "Europe/Berlin", "2026-07-05", "2026-07-04T22:00:00.000Z"},
        {"iso", "Europe/Berlin", "2026-07-05 10:00:00", "2026-07-05T08:00:00.000Z"},
        {"iso", "Europe/Berlin", "2026-07-05T10:00:00Z", "2026-07-05T10:00:00.000Z"},
        {"dd.mm.yyyy", "UTC", "05.07.2026", "2026-07-05T00:00:00.000Z"},
        {"dd.mm.yyyy", "", "5.7.2026", "2026-07-05T00:00:00.000Z"},
        {"dd.MM.yyyy HH:mm", "Europe/Berlin", "05.07.2026 10:30", "2026-07-05T08:30:00.000Z"},
        {"dd.mm.yyyy hh:mm:ss", "Europe/Berlin", "05.01.2026 10:30:59", "2026-01-05T09:30:59.000Z"},
        {"DD.MM.YYYY HH:MM", "UTC", "05.07.2026 22:30", "2026-07-05T22:30:00.000Z"},
        {"dd.mm.yy", "UTC", "05.07.26", "2026-07-05T00:00:00.000Z"},
        {"dd.mm.yy", "UTC", "05.07.99", "1999-07-05T00:00:00.000Z"},
        {"mm/dd/yyyy", "UTC", "07/05/2026", "2026-07-05T00:00:00.000Z"},
        {"mm/dd/yyyy hh:mm am/pm", "America/New_York", "07/05/2026 12:15 AM", "2026-07-05T04:15:00.000Z"},
        {"m/d/yyyy h:mm:ss AM/PM", "America/New_York", "7/5/2026 1:05:09 PM", "2026-07-05T17:05:09.000Z"},
        {"MM/dd/yyyy hh:mm a", "UTC", "07/05/2026 12:15 p.m.", "2026-07-05T12:15:00.000Z"},
        {"M/d/yyyy h:mm tt", "UTC", "7/5/2026 1:15\u202FPM", "2026-07-05T13:15:00.000Z"},
        {"M/d/yyyy h:mm tt", "UTC", "7/5/2026 11:15 pm", "2026-07-05T23:15:00.000Z"},
        {"yyyymmdd", "", "20260705", "2026-07-05T00:00:00.000Z"},
        {"yyyymmddhhmmss", "UTC", "20260705103059", "2026-07-05T10:30:59.000Z"},
        {"yyyy/mm/dd", "", "2026/7/5", "2026-07-05T00:00:00.000Z"},
        {"d mmm yyyy", "", "5 Jul 2026", "2026-07-05T00:00:00.000Z"},
        {"dd-MMM-yyyy", "", "05-JUL-2026", "2026-07-05T00:00:00.000Z"},
        {"mmmm d, yyyy", "", "July 5, 2026", "2026-07-05T00:00:00.000Z"},
        {"eee, d mmm yyyy hh:mm:ss z", "", "Sun, 5 Jul 2026 10:00:00 +0200", "2026-07-05T08:00:00.000Z"},
        {"dd.mm.yyyy[ hh:mm]", "UTC", "05.07.2026", "2026-07-05T00:00:00.000Z"},
        {"dd.mm.yyyy[ hh:mm]", "UTC", "05.07.2026 10:30", "2026-07-05T10:30:00.000Z"},
        {"hh:mm dd.mm.yyyy", "UTC", "10:30 05.07.2026", "2026-07-05T10:30:00.000Z"},
        {"dd.mm.yyyy 'um' hh:mm 'Uhr'", "UTC", "05.07.2026 um 10:30 Uhr", "2026-07-05T10:30:00.000Z"},
        {"dd.mm.yyyy hh:mm:ss.fff", "UTC", "05.07.2026 10:30:59.25", "2026-07-05T10:30:59.250Z"},
        {"excel", "UTC", "46208", "2026-07-05T00:00:00.000Z"},
        {"excel", "Europe/Berlin", "46208.4375", "2026-07-05T08:30:00.000Z"},
        {"excel", "UTC", "46208.4166666667", "2026-07-05T10:00:00.000Z"},
        {"excel", "UTC", "1", "1900-01-01T00:00:00.000Z"},
        {"excel", "UTC", "59", "1900-02-28T00:00:00.000Z"},
        {"excel", "UTC", "61", "1900-03-01T00:00:00.000Z"},
        {"excel-1904", "UTC", "44746", "2026-07-05T00:00:00.000Z"},
        {"unix", "", "1783245600", "2026-07-05T10:00:00.000Z"},
        {"unix-ms", "", "1783245600500", "2026-07-05T10:00:00.500Z"},
    };
    for (const auto& [form, zone, text, right] : table)
        EXPECT_EQ(read(form, zone, text), right) << form << ' ' << zone << ": " << text;
    EXPECT_EQ(read("excel", "UTC", "46208,5", ','), "2026-07-05T12:00:00.000Z");
}

TEST(DateForm, RefusesWhatIsNotOfTheFormOfItsColumn) {
    const struct {
        const char *form, *text;
    } table[] = {
        {"dd.mm.yyyy", "2026-07-05"},
        {"dd.mm.yyyy", "31.02.2026"},
        {"dd.mm.yyyy", "07/05/2026"},
        {"dd.mm.yyyy", "05.07.26"},
        {"dd.mm.yyyy", "05.07.2026 10"},
        {"mm/dd/yyyy", "13/07/2026"},
        {"mm/dd/yyyy", ""},
        {"mm/dd/yyyy", "07/05/2026x"},
        {"dd.mm.yyyy hh:mm", "05.07.2026 24:00"},
        {"dd.mm.yyyy hh:mm", "05.07.2026 10:60"},
        {"m/d/yyyy h:mm a", "7/5/2026 13:00 PM"},
        {"m/d/yyyy h:mm a", "7/5/2026 0:30 AM"},
        {"m/d/yyyy h:mm a", "7/5/2026 10:00"},
        {"d mmm yyyy", "5 Jux 2026"},
        {"excel", "0"},
        {"excel", "60"},
        {"excel", "-3"},
        {"excel", "3000000"},
        {"excel", "05.07.2026"},
        {"unix", "never"},
        {"dd.mm.yyyy", "05.07.0000"},
    };
    for (const auto& [form, text] : table)
        EXPECT_EQ(read(form, "UTC", text), std::string("at: must be a date of the form ") + form) << text;
    for (const auto* const text : {"05.07.2026", "2026-02-30", "2026-07-05 25:00", "2026-07-05T10:00:00 CET"})
        EXPECT_THAT(read("iso", "", text), HasSubstr("at: must be a time such as 2026-11-22 or")) << text;
}

TEST(DateForm, RefusesATimeThatClocksSkipAndTakesTheFirstOfTwo) {
    EXPECT_EQ(read("iso", "Europe/Berlin", "2026-03-29 02:30"),
              "at: must be a time that there is in Europe/Berlin: its clocks skip that hour");
    EXPECT_EQ(read("iso", "Europe/Berlin", "2026-10-25 02:30"), "2026-10-25T00:30:00.000Z");
    EXPECT_EQ(read("iso", "America/Sao_Paulo", "2018-11-04"), "2018-11-04T03:00:00.000Z") << "a day without midnight";
}

TEST(DateForm, GivesADayAsItStands) {
    EXPECT_EQ(to_text(DateForm("dd.mm.yyyy", "Pacific/Auckland", {}).day("on", "05.07.2026")), "2026-07-05");
    EXPECT_EQ(to_text(DateForm("excel", "UTC", {}).day("on", "46208.9")), "2026-07-05");
}

TEST(DateForm, HasToBeOne) {
    const auto refusal = [](const std::string& form, const std::string& zone) -> std::string {
        try {
            DateForm(form, zone, {});
        } catch (const Error& error) {
            return error.message();
        }
        return "taken";
    };
    for (const auto* const form : {"", "dd.mm", "hh:mm", "dd.mm.yyy", "dd.mm.yyyy]", "dd.mm.yyyy [hh:mm",
                                   "dd.mm.yyyy 'x", "dd.mm.yyyy q", "dd.mm.yyyy am/pm", "date"})
        EXPECT_THAT(refusal(form, "UTC"), HasSubstr("date: ")) << form;
    for (const auto* const form : {"dd.mm.yyyy hh:mm", "excel", "excel-1904"})
        EXPECT_THAT(refusal(form, ""), HasSubstr("zone: must name the time zone")) << form;
    for (const auto* const form : {"dd.mm.yyyy", "iso", "unix", "dd.mm.yyyy hh:mm z"})
        EXPECT_EQ(refusal(form, ""), "taken") << form;
    EXPECT_THAT(refusal("iso", "Berlin"), HasSubstr("zone: must be the name of an IANA time zone"));
}

}  // namespace
}  // namespace rapport::cli::imports
