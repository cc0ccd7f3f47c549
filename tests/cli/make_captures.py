"""Writes a campaign of captures into a folder: python3 make_captures.py FOLDER

Ten packets on the way from 10.0.0.1 to 10.0.0.2, seen at two points, the fourth lost; three exchanges of Modbus, the
last without an answer that could be seen; six cycles of PROFINET, one of them lost and one late.
"""
import struct
import sys

BEGIN = 1_760_000_000_000_000_000
MS = 1_000_000


def pcap(path, packets):
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHIIII", 0xA1B23C4D, 2, 4, 0, 0, 65535, 1))
        for time, frame in packets:
            file.write(struct.pack("<IIII", time // 10**9, time % 10**9, len(frame), len(frame)) + frame)


def ethernet(ether_type, payload):
    return bytes.fromhex("020000000002020000000001") + struct.pack(">H", ether_type) + payload


def ip(protocol, identifier, source, destination, payload):
    return ethernet(0x0800, struct.pack(">BBHHHBBHBBBBBBBB", 0x45, 0, 20 + len(payload), identifier, 0, 64, protocol, 0,
                                        10, 0, 0, source, 10, 0, 0, destination) + payload)


def udp(identifier):
    return ip(17, identifier, 1, 2, struct.pack(">HHHH", 5000, 6000, 24, 0) + b"sixteen bytes...")


def modbus(asks, sequence, transaction):
    ports = (40000, 502) if asks else (502, 40000)
    message = struct.pack(">HHHBBHH", transaction, 0, 6, 1, 3, 0, 1)
    header = struct.pack(">HHIIBBHHH", *ports, sequence, 0, 0x50, 0x18, 1000, 0, 0)
    return ip(6, 0, *((1, 2) if asks else (2, 1)), header + message)


def profinet(counter):
    return ethernet(0x8892, struct.pack(">H", 0x8001) + bytes(40) + struct.pack(">HBB", counter, 0x35, 0))


CAMPAIGN = """schema: plantproof-campaign/1
scenario: line-coordination
source: synthetic
sources:
  - {format: pcap_one_way, path: first.pcap, received: second.pcap, phase: pilot, flow: plc-robot, clock_uncertainty: 1 us}
  - {format: pcap_round_trip, path: modbus.pcap, phase: pilot, flow: hmi-plc, protocol: modbus}
  - {format: pcap_cyclic, path: profinet.pcap, phase: pilot, loop: drive, stream: profinet, period: 1ms, tolerance: 250us}
"""

folder = sys.argv[1]
pcap(f"{folder}/first.pcap", [(BEGIN + i * 10 * MS, udp(i + 1)) for i in range(10)])
pcap(f"{folder}/second.pcap", [(BEGIN + i * 10 * MS + (3 + i % 3) * MS, udp(i + 1)) for i in range(10) if i != 3])
pcap(f"{folder}/modbus.pcap", [(BEGIN, modbus(True, 0, 1)), (BEGIN + 4 * MS, modbus(False, 0, 1)),
                               (BEGIN + 10 * MS, modbus(True, 12, 2)), (BEGIN + 15 * MS, modbus(False, 12, 2)),
                               (BEGIN + 20 * MS, modbus(True, 24, 3))])
pcap(f"{folder}/profinet.pcap", [(BEGIN, profinet(0)), (BEGIN + MS, profinet(32)), (BEGIN + 3 * MS, profinet(96)),
                                 (BEGIN + 4 * MS + MS // 2, profinet(128)), (BEGIN + 5 * MS, profinet(160))])
with open(f"{folder}/CAMPAIGN.yaml", "w") as file:
    file.write(CAMPAIGN)
