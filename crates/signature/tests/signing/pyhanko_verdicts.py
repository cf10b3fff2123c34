"""Says what pyHanko thinks of the signatures of a PDF, as JSON.

Usage: pyhanko_verdicts.py [--stamps ROOT.pem] ROOTS.pem MOMENT FILE.pdf [CRL.der …]

MOMENT is an ISO 8601 time or `now`. Time stamps are judged by the same roots and revocation lists, or by a root of their own of which no list is asked for.
"""

import datetime
import json
import logging
import sys

from asn1crypto.crl import CertificateList
from pyhanko.keys import load_cert_from_pemder, load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import (
    DocumentSecurityStore,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)


def load_crl(path):
    with open(path, "rb") as file:
        return CertificateList.load(file.read())


def main():
    arguments = sys.argv[1:]
    stamps = None
    if arguments[0] == "--stamps":
        stamps = load_cert_from_pemder(arguments[1])
        arguments = arguments[2:]
    root, moment, pdf, *crls = arguments
    if moment == "now":
        moment = datetime.datetime.now(datetime.timezone.utc).isoformat()
    settings = {
        "trust_roots": list(load_certs_from_pemder([root])),
        "allow_fetching": False,
        "moment": datetime.datetime.fromisoformat(moment),
    }
    answers = []
    with open(pdf, "rb") as file:
        reader = PdfFileReader(file, strict=True)
        # Signatures and stamps on the whole file, in their order.
        for signature in reader.embedded_signatures:
            if "/DSS" in reader.root:
                # Everything that is needed must be in the file.
                store = DocumentSecurityStore.read_dss(reader)
                context = store.as_validation_context(
                    {**settings, "revocation_mode": "hard-fail"}
                )
            else:
                context = ValidationContext(
                    crls=[load_crl(path) for path in crls], **settings
                )
            stamp_context = context
            if stamps:
                stamp_context = ValidationContext(
                    trust_roots=[stamps],
                    allow_fetching=False,
                    moment=settings["moment"],
                )
            if signature.sig_object.get("/Type") == "/DocTimeStamp":
                status = validate_pdf_timestamp(signature, stamp_context)
                stamp = status
                holds = status.valid and status.trusted
            else:
                status = validate_pdf_signature(
                    signature, context, ts_validation_context=stamp_context
                )
                stamp = status.timestamp_validity
                holds = status.bottom_line
            answers.append(
                {
                    "field": signature.field_name,
                    "holds": bool(holds),
                    "intact": bool(status.intact),
                    "valid": bool(status.valid),
                    "trusted": bool(status.trusted),
                    "coverage": status.coverage.name,
                    "modifications": status.modification_level and status.modification_level.name,
                    "stamped_at": stamp and stamp.timestamp.isoformat(),
                    "stamp_trusted": stamp and bool(stamp.valid and stamp.trusted),
                }
            )
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()
