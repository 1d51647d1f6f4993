"""Alerts to the bodies whose services fail: what blocks, told once for all, without any person. It stands behind the privacy wall.

It reaches no person, file, démarche, mandate nor screening (contract «privacy-wall»). What it knows of other rooms is given to it in
``project/wiring.py``: counts that name nobody, and the lines of the contact book (``heard.py``).
"""
