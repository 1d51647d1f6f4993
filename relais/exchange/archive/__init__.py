"""The whole of an organisation out of an instance and into another: JSON lines and documents in one zip, encrypted unless asked otherwise.

Every table that belongs to an organisation goes by introspection (``tables``); what stays behind says why. Sealed texts are opened on the
way out and sealed again under the keys of the instance that receives them. Passwords, second factors and links never leave.
"""
