#!/usr/bin/env python3
"""Reads conference programmes with independent readers, and prints what they hold as JSON.

    tests/schedules.py FILE ZONE

One object a session: title, starts (RFC 3339 in UTC, or the wall clock where the file has no zone), room, speakers. Only the standard library and icalendar are
used, and nothing is shared with hallway.
"""

import datetime
import html
import json
import re
import sys
import xml.etree.ElementTree as ElementTree
import zoneinfo

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


# What Windows calls the zones of the fixtures.
WINDOWS = {"W. Europe Standard Time": "Europe/Berlin"}


def line(text):
    """One clean line."""
    text = html.unescape(text or "")
    return " ".join(CONTROLS.sub("", text.replace("\x85", " ")).split())


def utc(moment, zone):
    """A moment in UTC; one without an offset is of the zone."""
    if not isinstance(moment, datetime.datetime):
        moment = datetime.datetime(moment.year, moment.month, moment.day)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment.astimezone(datetime.timezone.utc).isoformat()


def row(title, starts, room, speakers):
    return {"title": line(title), "starts": starts, "room": line(room) or None, "speakers": [line(name) for name in speakers if line(name)]}


def schedule_xml(root, zone):
    name = root.findtext("conference/time_zone_name")
    if name and name.strip() != "UTC":
        zone = zoneinfo.ZoneInfo(name.strip())
    change = (root.findtext("conference/day_change") or "04:00").strip()[:5]
    for day in root.findall("day"):
        for room in day.findall("room"):
            for event in room.findall("event"):
                date = (event.findtext("date") or "").strip()
                clock = (event.findtext("start") or "").strip()[:5]
                if date:
                    moment = datetime.datetime.fromisoformat(date)
                else:
                    moment = datetime.datetime.fromisoformat(day.get("date") + "T" + clock)
                    if clock < change:
                        moment += datetime.timedelta(days=1)
                speakers = [person.text for person in event.findall("persons/person")]
                yield row(event.findtext("title"), utc(moment, zone), event.findtext("room") or room.get("name"), speakers)


def sign_xml(root, zone):
    for node in root.findall("node"):
        times = re.findall(r'content="([^"]+)"', node.findtext("Time") or "") or re.findall(r'content="([^"]+)"', node.findtext("Day") or "")
        names = html.unescape(node.findtext("Speakers") or "")
        yield row(node.findtext("Title"), utc(datetime.datetime.fromisoformat(times[0]), zone), node.findtext("Room"), names.split(","))


def schedule_json(value, zone):
    for day in value["schedule"]["conference"]["days"]:
        rooms = day["rooms"]
        pairs = rooms.items() if isinstance(rooms, dict) else ((room["name"], room["events"]) for room in rooms)
        for name, events in pairs:
            for event in events:
                speakers = [person.get("public_name") or person.get("full_public_name") or person.get("name") for person in event.get("persons", [])]
                yield row(event["title"], utc(datetime.datetime.fromisoformat(event["date"]), zone), event.get("room") or name, speakers)


def signs(value, zone):
    for sign in value:
        if sign["StartTime"]:
            speakers = html.unescape(sign["Speakers"]).split(",")
            yield row(sign["Name"], utc(datetime.datetime.fromisoformat(sign["StartTime"]), zone), sign["Location"], speakers)


def sessionize(value, zone):
    people = {speaker["id"]: speaker["fullName"] for speaker in value["speakers"]}
    rooms = {room["id"]: room["name"] for room in value["rooms"]}
    for session in value["sessions"]:
        if session["startsAt"]:
            speakers = [people[one] for one in session["speakers"]]
            yield row(session["title"], utc(datetime.datetime.fromisoformat(session["startsAt"]), zone), rooms.get(session["roomId"]), speakers)


def sessionize_groups(value, zone):
    seen = set()
    for group in value:
        for session in [session for holder in [*group.get("rooms", []), group] for session in holder.get("sessions", [])]:
            if session["startsAt"] and session["id"] not in seen:
                seen.add(session["id"])
                speakers = [speaker["name"] for speaker in session["speakers"]]
                yield row(session["title"], utc(datetime.datetime.fromisoformat(session["startsAt"]), zone), session["room"], speakers)


def indico(value, zone):
    for event in value["results"]:
        for contribution in event["contributions"]:
            start = contribution["startDate"]
            moment = datetime.datetime.fromisoformat(f"{start['date']}T{start['time']}").replace(tzinfo=zoneinfo.ZoneInfo(start["tz"]))
            speakers = [f"{one['first_name']} {one['last_name']}" for one in contribution["speakers"]]
            yield row(contribution["title"], utc(moment, zone), contribution.get("roomFullname") or contribution.get("room"), speakers)


def calendar(data, zone):
    import icalendar

    # icalendar stops at bytes that are cut by a fold, and at stray carriage returns.
    data = re.sub(rb"\r*\n[ \t]", b"", data.removeprefix(b"\xef\xbb\xbf"))
    text = data.decode().replace("\r", "")
    lines = [line for line in text.split("\n") if re.match(r"[A-Za-z0-9-]+[;:]", line)]
    # It also knows no zone by the cities that Outlook shows.
    lines = [re.sub(r';TZID="\(UTC[^)]*\) Amsterdam[^"]*"', ";TZID=Europe/Amsterdam", line) for line in lines]
    text = "\r\n".join(line for line in lines if not line.startswith("VTIMEZONE:")) + "\r\n"
    calendars = icalendar.Calendar.from_ical(text, multiple=True)
    # Of times without a zone the file may say which they are of.
    names = [str(calendar.get("X-WR-TIMEZONE", "")) for calendar in calendars]
    names += [WINDOWS.get(str(one["TZID"]), "") for calendar in calendars for one in calendar.walk("VTIMEZONE")]
    zone = next((zoneinfo.ZoneInfo(name) for name in names if name and name != "UTC"), zone)
    events = [event for calendar in calendars if calendar.get("METHOD") != "CANCEL" for event in calendar.walk("VEVENT")]
    for event in events:
        if event.get("STATUS") == "CANCELLED":
            continue
        yield row(str(event.get("SUMMARY", "")), utc(event["DTSTART"].dt, zone), str(event.get("LOCATION", "")), [])


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data = open(sys.argv[1], "rb").read()
    zone = zoneinfo.ZoneInfo(sys.argv[2])
    head = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if head == b"<":
        # The one real file that is not well-formed has control characters in it.
        root = ElementTree.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", data))
        rows = schedule_xml(root, zone) if root.tag == "schedule" else sign_xml(root, zone)
    elif head in (b"{", b"["):
        value = json.loads(data)
        if isinstance(value, list) and "Name" not in value[0]:
            rows = sessionize_groups(value, zone)
        elif isinstance(value, list):
            rows = signs(value, zone)
        elif "results" in value:
            rows = indico(value, zone)
        elif "schedule" in value:
            rows = schedule_json(value, zone)
        else:
            rows = sessionize(value, zone)
    else:
        rows = calendar(data, zone)
    json.dump(list(rows), sys.stdout)


if __name__ == "__main__":
    main()
