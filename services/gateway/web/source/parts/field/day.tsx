// SPDX-License-Identifier: MIT
import { type DateValue, parseAbsolute, parseDate, toCalendarDate, toZoned, ZonedDateTime } from "@internationalized/date";
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  CalendarGridBody,
  CalendarGridHeader,
  CalendarHeaderCell,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Popover,
} from "react-aria-components";
import { Icon } from "../icon.tsx";
import { useParts } from "../provider.tsx";
import { FieldLabel, FieldNotes, type FieldProps, fieldClass, states } from "./shell.tsx";

function DayBox() {
  const { words } = useParts();
  return (
    <>
      <Group className="box box-day">
        <DateInput className="day-input">{(segment) => <DateSegment className="day-segment" segment={segment} />}</DateInput>
        <Button className="box-end" aria-label={words("parts.day.open")}>
          <Icon name="calendar" />
        </Button>
      </Group>
      <Popover className="popover" offset={4}>
        <Dialog className="popover-body">
          <Calendar className="calendar">
            <header className="calendar-head">
              <Button slot="previous" className="calendar-turn">
                <Icon name="back" />
              </Button>
              <Heading className="calendar-title" />
              <Button slot="next" className="calendar-turn">
                <Icon name="forward" />
              </Button>
            </header>
            <CalendarGrid className="calendar-grid" weekdayStyle="short">
              <CalendarGridHeader>{(day) => <CalendarHeaderCell className="calendar-week">{day}</CalendarHeaderCell>}</CalendarGridHeader>
              <CalendarGridBody>{(date) => <CalendarCell className="calendar-day" date={date} />}</CalendarGridBody>
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </>
  );
}

export interface DayFieldProps extends FieldProps<string | null> {
  min?: string;
  max?: string;
}

function dayOf(text: string | null | undefined) {
  try {
    return text ? parseDate(text.slice(0, 10)) : null;
  } catch {
    return null;
  }
}

/** A day, which is no instant: `2026-11-10` in and out, whatever the zone. */
export function DayField(props: DayFieldProps) {
  const give = (date: DateValue | null) => props.onChange(date ? toCalendarDate(date).toString() : null);
  return (
    <DatePicker
      {...states(props)}
      className={fieldClass(props, "field-number")}
      value={dayOf(props.value)}
      onChange={give}
      minValue={dayOf(props.min)}
      maxValue={dayOf(props.max)}
      granularity="day"
    >
      <FieldLabel {...props} />
      <DayBox />
      <FieldNotes {...props} />
    </DatePicker>
  );
}

export interface InstantFieldProps extends FieldProps<string | null> {
  zone?: string;
}

function instantOf(text: string | null, zone: string): ZonedDateTime | null {
  try {
    return text ? parseAbsolute(text, zone) : null;
  } catch {
    return null;
  }
}

/** A moment, typed in a zone that is named, given as UTC. */
export function InstantField(props: InstantFieldProps) {
  const around = useParts();
  const zone = props.zone ?? around.zone;
  const give = (date: DateValue | null) => {
    if (!date) return props.onChange(null);
    const zoned = date instanceof ZonedDateTime ? date : toZoned(date, zone);
    props.onChange(zoned.toAbsoluteString().replace(".000Z", "Z"));
  };
  const placeholder = toZoned(parseAbsolute(new Date().toISOString(), zone), zone).set({ minute: 0, second: 0, millisecond: 0 });
  return (
    <DatePicker
      {...states(props)}
      className={fieldClass(props, "field-instant")}
      value={instantOf(props.value, zone)}
      onChange={give}
      placeholderValue={placeholder}
      granularity="minute"
      hourCycle={24}
      hideTimeZone={zone === around.zone}
    >
      <FieldLabel {...props} />
      <DayBox />
      <FieldNotes {...props} />
    </DatePicker>
  );
}
