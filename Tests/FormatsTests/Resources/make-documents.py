# Makes the Office and PDF samples beside it, good and bad, with python-docx, openpyxl, python-pptx, reportlab and
# pikepdf. Run once; the tests read what it wrote.
import os, datetime as dt, docx, openpyxl, pptx, pikepdf
from reportlab.pdfgen import canvas
OUT = os.path.dirname(os.path.abspath(__file__)) + '/'
c=dt.datetime(2024,3,1,9,30,0); m=dt.datetime(2024,3,2,18,45,10)
d=docx.Document(); d.add_paragraph('Acta de entrega')
p=d.core_properties; p.author='Ana Pérez'; p.last_modified_by='Luis Gómez'; p.title='Acta 12'; p.created=c; p.modified=m; d.save(OUT+'acta.docx')
w=openpyxl.Workbook(); w.active['A1']='x'; q=w.properties; q.creator='Ana Pérez'; q.lastModifiedBy='Luis Gómez'; q.title='Lista'; q.created=c; q.modified=m; w.save(OUT+'lista.xlsx')
s=pptx.Presentation(); s.slides.add_slide(s.slide_layouts[6]); q=s.core_properties; q.author='Ana Pérez'; q.last_modified_by='Luis Gómez'; q.title='Croquis'; q.created=c; q.modified=m; s.save(OUT+'croquis.pptx')
k=canvas.Canvas(OUT+'oficio.pdf',invariant=1); k.setAuthor('Ana Pérez'); k.setTitle('Oficio 7'); k.setCreator('mk.py'); k.drawString(100,700,'uno'); k.showPage(); k.drawString(100,700,'dos'); k.showPage(); k.save()
with pikepdf.open(OUT+'oficio.pdf',allow_overwriting_input=True) as f:
    f.docinfo['/CreationDate']="D:20240301093000-06'00'"; f.docinfo['/ModDate']="D:20240302184510-06'00'"; f.docinfo['/Producer']='reportlab'
    f.save(OUT+'oficio.pdf', deterministic_id=True)
with pikepdf.open(OUT+'oficio.pdf') as f:
    f.save(OUT+'cifrado.pdf', encryption=pikepdf.Encryption(owner='o',user='')); f.save(OUT+'cerrado.pdf', encryption=pikepdf.Encryption(owner='o',user='secreto'))

import zipfile
W='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'
C='application/vnd.openxmlformats-package.core-properties+xml'
def types(main=W, core='/docProps/core.xml'):
    return f'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="{main}"/><Override PartName="{core}" ContentType="{C}"/></Types>'
def core(body, head=''):
    return f'<?xml version="1.0"?>{head}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">{body}</cp:coreProperties>'
def write(name, *parts):
    with zipfile.ZipFile(OUT+name,'w',zipfile.ZIP_DEFLATED,compresslevel=9) as z:
        for n,t in parts: z.writestr(zipfile.ZipInfo(n,(2024,1,1,0,0,0)),t,zipfile.ZIP_DEFLATED)
doc=('word/document.xml','<w/>')
write('bomb.docx',('[Content_Types].xml',types()),doc,('docProps/core.xml',core('<dc:title>'+' '*(64<<20)+'</dc:title>')))
laughs='<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "'+'&a;'*100+'"><!ENTITY c "'+'&b;'*100+'"><!ENTITY d "'+'&c;'*100+'">]>'
write('entities.docx',('[Content_Types].xml',types()),doc,('docProps/core.xml',core('<dc:title>&d;&d;&d;</dc:title>',laughs)))
import warnings; warnings.simplefilter('ignore')
write('twice.docx',('[Content_Types].xml',types()),doc,('docProps/core.xml',core('<dc:creator>Ana</dc:creator>')),('docProps/core.xml',core('<dc:creator>Luis</dc:creator>')))
write('macros.docm',('[Content_Types].xml',types('application/vnd.ms-word.document.macroEnabled.main+xml','/package/props.psmdcp')),doc,('package/props.psmdcp',core('<dc:creator>Ana</dc:creator><dcterms:created>2024-03-02T00:00:00Z</dcterms:created><dcterms:modified>2024-03-01T00:00:00Z</dcterms:modified>')))
write('deep.docx',('[Content_Types].xml',types()),doc,('docProps/core.xml',core('<a>'*1000+'</a>'*1000)))
