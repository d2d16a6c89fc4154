// SPDX-License-Identifier: MIT
#include "services/kit/calendar/day_words.hpp"

#include <gtest/gtest.h>

namespace rapport::kit {
namespace {

TEST(DayWords, KnowAWorkedDayInManyLanguages) {
    for (const char* text : {"上班",
                             "上班(补春节假期)",
                             "春节 补班",
                             "春节调休上班",
                             "調休上班",
                             "補行上班日",
                             "春节（班）",
                             "国庆节【班】",
                             "班",
                             "调休工作日",
                             "Working day",
                             "WORKING DAY (moved)",
                             "Make-up workday",
                             "Special Working Day",
                             "Special (Working) Holiday",
                             "Working Saturday",
                             "Transferred work day",
                             "Arbeitstag",
                             "Áthelyezett munkanap",
                             "Ledolgozós szombat",
                             "Рабочий день",
                             "Рабочая суббота (перенос)",
                             "Робочий день",
                             "Работен ден",
                             "Radna subota",
                             "Dzień roboczy",
                             "Sobota pracująca",
                             "Pracovní den",
                             "Zi lucrătoare",
                             "Darba diena (pārcelta)",
                             "Perkelta darbo diena",
                             "Tööpäev",
                             "Työpäivä",
                             "Día laborable",
                             "Dia útil",
                             "Giorno lavorativo",
                             "Jour travaillé",
                             "Werkdag",
                             "Arbejdsdag",
                             "İş günü",
                             "Hari kerja",
                             "Đi làm bù",
                             "Ngày làm việc bù",
                             "出勤日",
                             "振替出勤",
                             "臨時営業日",
                             "대체근무일",
                             "วันทำงานชดเชย",
                             "Εργάσιμη Σάββατο",
                             "יום עבודה"})
        EXPECT_EQ(meaning_of(text), DayMeaning::worked) << text;
}

TEST(DayWords, TakeNoHolidayForAWorkedDay) {
    for (const char* text : {"",
                             "New Year's Day",
                             "Workers' Day",
                             "Labour Day",
                             "International Workers' Day",
                             "Non-working day",
                             "Nonworking day",
                             "Not a working day",
                             "No work day",
                             "Special Non-Working Holiday",
                             "Network Day",
                             "Tag der Arbeit",
                             "Arbeitsfreier Tag",
                             "Kein Arbeitstag",
                             "Выходной день — рабочий день перенесён на 25 апреля",
                             "* Выходной день – рабочий день перенесен на субботу",
                             "Нерабочий день - рабочий день перенесён на 25 апреля",
                             "Выходной день, перенесён рабочий день на 25 апреля",
                             "Day off — working day moved to 25 April",
                             "Munkaszüneti nap",
                             "Nem munkanap",
                             "Pihenőnap",
                             "Нерабочий день",
                             "Не рабочий день",
                             "Нерабочий праздничный день",
                             "Неработен ден",
                             "Neradni dan",
                             "Dzień wolny od pracy",
                             "Den pracovního klidu",
                             "Zi nelucrătoare",
                             "Día no laborable",
                             "Día del Trabajador",
                             "Jour non travaillé",
                             "Fête du Travail",
                             "Festa del Lavoro",
                             "Giorno non lavorativo",
                             "Tarptautinė darbo diena",
                             "Darba svētki",
                             "Tatil",
                             "Cuti bersama",
                             "Nghỉ bù",
                             "春节",
                             "劳动节",
                             "不上班",
                             "停止上班",
                             "停止上班停止上課",
                             "非工作日",
                             "调休放假",
                             "补休",
                             "補假",
                             "春节（休）",
                             "班固纪念日",
                             "振替休日",
                             "臨時休業",
                             "勤労感謝の日",
                             "대체공휴일",
                             "비근무일",
                             "근로자의 날",
                             "วันหยุดชดเชย",
                             "วันแรงงาน"})
        EXPECT_EQ(meaning_of(text), DayMeaning::holiday) << text;
}

TEST(DayWords, SayWhenTheyDoNotKnow) {
    for (const char* text : {"调休", "春节調休", "Munkanap áthelyezés (pihenőnap)", "班（休）", "工作日（休）"})
        EXPECT_NE(meaning_of(text), DayMeaning::worked) << text;
    EXPECT_EQ(meaning_of("调休"), DayMeaning::unclear);
    EXPECT_EQ(meaning_of("Munkanap áthelyezés (pihenőnap)"), DayMeaning::unclear);
    EXPECT_EQ(meaning_of("工作日（休）"), DayMeaning::unclear);
    EXPECT_EQ(meaning_of("Выходной день перенесён на субботу, рабочий день"), DayMeaning::unclear);
}

TEST(DayWords, AShortenedDayIsNeitherFreeNorWorkedAsAWhole) {
    for (const char* text :
         {"* Сокращённый день (День Победы)", "Сокращенный рабочий день", "Предпраздничный день", "Скорочений день",
          "Christmas Eve (Half Day)", "Half-day holiday", "Thanksgiving, Early Close 1PM", "Shortened trading day",
          "Heiligabend (halbtags)", "Silvester: Halber Feiertag", "Réveillon, demi-journée", "Media jornada",
          "Yarım gün tatil", "除夕（半天）", "春节前半天上班", "半日勤務", "반나절 근무", "Nửa ngày nghỉ"})
        EXPECT_EQ(meaning_of(text), DayMeaning::unclear) << text;
    EXPECT_EQ(meaning_of("Early May bank holiday"), DayMeaning::holiday);
    EXPECT_EQ(meaning_of("The shortest day of the year"), DayMeaning::holiday);
}

}  // namespace
}  // namespace rapport::kit
