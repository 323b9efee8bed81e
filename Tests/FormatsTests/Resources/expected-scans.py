#!/usr/bin/env python3
"""What every scan holds, found without our code: numpy over the zip's parts; surfalize where it can read the file.

Usage: expected-scans.py FOLDER… > expected-scans.json      (needs the PyPI packages numpy and surfalize)
"""
import glob
import hashlib
import json
import re
import sys
import zipfile

import numpy
from surfalize import Surface

TYPES = {"I": "<i2", "L": "<i4", "F": "<f4", "D": "<f8"}
found = {}
for path in sorted(path for folder in sys.argv[1:] for path in glob.glob(folder + "/*.x3p")):
    archive = zipfile.ZipFile(path)
    main = min((n for n in archive.namelist() if n.endswith("main.xml") and "__MACOSX" not in n), key=len)
    prefix, raw = main[:-8], archive.read(main)
    text = re.sub(r"<!--.*?-->", "", raw.decode("utf-8-sig"), flags=re.S)
    get = lambda name, within=text: (re.findall(rf"<{name}>\s*(.*?)\s*</{name}>", within, re.S) or [""])[0]
    axes = {axis: get("C" + axis) for axis in "XYZ"}
    stated = archive.read(prefix + "md5checksum.hex").split()[0].decode().lower()
    entry = {
        "feature": get("FeatureType"), "kinds": "".join(get("AxisType", axes[a]) for a in "XYZ"),
        "mainConsistent": hashlib.md5(raw).hexdigest() == stated, "nested": prefix,
    }
    if get("ListDimension"):
        entry["points"] = int(get("ListDimension"))
    else:
        entry["size"] = [int(get("Size" + a)) for a in "XYZ"]
    if entry["kinds"] == "IIA" and entry["feature"] == "SUR":
        step = float(get("Increment", axes["Z"]) or 1)
        offset = float(get("Offset", axes["Z"]) or 0)
        link = get("PointDataLink")
        if link:
            data = archive.read(prefix + link)
            entry["dataConsistent"] = hashlib.md5(data).hexdigest() == get("MD5ChecksumPointData").lower()
            values = numpy.frombuffer(data, TYPES[get("DataType", axes["Z"])]).astype(float)
        else:
            datums = re.findall(r"<Datum\s*/>|<Datum>(.*?)</Datum>", text)
            values = numpy.array([float(d.split(";")[-1]) if d.strip() else numpy.nan for d in datums])
        heights = values * step + offset
        valid = get("ValidPointsLink")
        if valid:
            bits = numpy.frombuffer(archive.read(prefix + valid), "u1")
            heights[~numpy.unpackbits(bits, count=len(heights), bitorder="little").astype(bool)] = numpy.nan
        measured = heights[numpy.isfinite(heights)]
        entry |= {
            "stepX": float(get("Increment", axes["X"])), "missing": int(len(heights) - len(measured)),
            "lowest": float(measured.min()), "highest": float(measured.max()), "mean": float(measured.mean()),
        }
        try:
            surface = Surface.load(path)
            other = surface.data * 1e-6
            other = other[numpy.isfinite(other)]
            assert abs(other.min() - measured.min()) < 1e-9 and abs(other.max() - measured.max()) < 1e-9, path
            entry["surfalize"] = True
        except AssertionError:
            raise
        except Exception:
            entry["surfalize"] = False
    found[path.split("/")[-1]] = entry
json.dump(found, sys.stdout, indent=1, sort_keys=True)
print()
