# SPDX-License-Identifier: MIT
"""Shows values of wua in GDB: HRESULT, guid, bstr, com_ptr, outcome, progress_snapshot.

    (gdb) source /usr/share/wua/wua_gdb.py

or the same line in ~/.gdbinit. The names of the codes are read from the headers, which lie beside this file in the
repository and below the same prefix where the library is installed; without them codes are shown as numbers.
"""

import pathlib
import re

import gdb
import gdb.printing

unknown_bytes = 2**64 - 1
_here = pathlib.Path(__file__).resolve()  # GDB knows it only while it loads this file
_names_of_codes = None


def _code_names():
    """The constants of the headers, {0x80004003: "E_POINTER"}."""
    global _names_of_codes
    if _names_of_codes is None:
        _names_of_codes = {0: "S_OK", 1: "S_FALSE"}
        constant = re.compile(r"inline constexpr HRESULT (\w+) = make_hresult\((0x[0-9A-Fa-f]+)\)")
        of_bits = re.compile(r"inline constexpr HRESULT (\w+) = hresult_from_bits_http_status\((\d+)\)")
        for folder in _here.parents:
            headers = folder / "include" / "wua"
            if headers.is_dir():
                for header in [headers / "com" / "hresult.hpp", *sorted((headers / "wuapi").glob("*.hpp"))]:
                    text = header.read_text(encoding="utf-8")
                    for name, bits in constant.findall(text):
                        _names_of_codes.setdefault(int(bits, 16), name.upper())
                    for name, status in of_bits.findall(text):
                        _names_of_codes.setdefault(0x80190000 + int(status), name.upper())
                break
    return _names_of_codes


def _hresult_text(value):
    bits = int(value) & 0xFFFFFFFF
    name = _code_names().get(bits)
    return f"0x{bits:08X} {name}" if name else f"0x{bits:08X}"


def _guid_text(value):
    tail = [int(value["Data4"][i]) for i in range(8)]
    digits = "".join(f"{byte:02x}" for byte in tail)
    return (f"{int(value['Data1']):08x}-{int(value['Data2']):04x}-{int(value['Data3']):04x}-"
            f"{digits[:4]}-{digits[4:]}")


def _utf16(pointer, units):
    memory = gdb.selected_inferior().read_memory(int(pointer), 2 * units)
    return bytes(memory).decode("utf-16-le", errors="replace")


class HresultPrinter:
    """0x80004003 E_POINTER"""

    def __init__(self, value):
        self._value = value

    def to_string(self):
        return _hresult_text(self._value)


class GuidPrinter:
    """c574de85-7358-43f6-aae8-8697e62d8ba7"""

    def __init__(self, value):
        self._value = value

    def to_string(self):
        return _guid_text(self._value)


class BstrPrinter:
    """The text; its length lies in the four bytes before it."""

    def __init__(self, value):
        self._text = value["m_text"]

    def to_string(self):
        address = int(self._text)
        if address == 0:
            return ""
        length = gdb.selected_inferior().read_memory(address - 4, 4)
        return _utf16(address, int.from_bytes(bytes(length), "little") // 2)

    def display_hint(self):
        return "string"


class ComPtrPrinter:
    """com_ptr<wua::IDownloadJob> 0x55..., with the class of the object as the child."""

    def __init__(self, value):
        self._value = value
        self._object = value["m_object"]

    def to_string(self):
        pointee = self._value.type.strip_typedefs().template_argument(0)
        address = int(self._object)
        if address == 0:
            return f"com_ptr<{pointee}> null"
        dynamic = self._object.dynamic_type.target().name
        return f"com_ptr<{pointee}> 0x{address:x} ({dynamic})"

    def children(self):
        if int(self._object) != 0:
            yield "object", self._object.cast(self._object.dynamic_type).dereference()


class OutcomePrinter:
    """orcFailed 0x80244019 WU_E_PT_HTTP_STATUS_NOT_FOUND, http 404: "HTTP 404" """

    def __init__(self, value):
        self._value = value

    def to_string(self):
        text = str(self._value["code"]).rsplit("::", 1)[-1] + " " + _hresult_text(self._value["hresult"])
        source = self._value["native"]["source"]
        length = int(source["_M_len"]) if _has(source, "_M_len") else 0
        if length != 0:
            text += f", {source['_M_str'].string(length=length)} {int(self._value['native']['code'])}"
        detail = self._value["detail"].format_string()
        return text if detail == '""' else f"{text}: {detail}"


class SnapshotPrinter:
    """4194304 of 20000000 bytes, update 1 of 3, 0 finished, running"""

    def __init__(self, value):
        self._values = value["m_shown"]["values"]
        self._value = value

    def to_string(self):
        numbers = self._values
        total = int(numbers["bytes_to_download"])
        count = int(numbers["update_count"])
        state = str(numbers["state"]).rsplit("::", 1)[-1]
        return (f"{int(numbers['bytes_downloaded'])} of {'unknown' if total == unknown_bytes else total} bytes, "
                f"update {min(int(numbers['current_index']) + 1, count)} of {count}, "
                f"{int(numbers['finished'])} finished, {state}")

    def children(self):
        yield "values", self._values
        yield "results", self._value["m_results"]


def _has(value, field):
    return any(one.name == field for one in value.type.strip_typedefs().fields())


class WuaPrinters(gdb.printing.PrettyPrinter):
    _by_name = {
        "wua::GUID": GuidPrinter,
        "wua::bstr": BstrPrinter,
        "wua::outcome": OutcomePrinter,
        "wua::progress_snapshot": SnapshotPrinter,
    }

    def __call__(self, value):
        if value.type.unqualified().name == "wua::HRESULT":  # a typedef, whose name is lost when types are resolved
            return HresultPrinter(value)
        name = value.type.strip_typedefs().unqualified().name
        if name is None:
            return None
        if name.startswith("wua::com_ptr<"):
            return ComPtrPrinter(value)
        printer = self._by_name.get(name)
        return printer(value) if printer else None


gdb.printing.register_pretty_printer(gdb.current_objfile(), WuaPrinters("wua"), replace=True)
